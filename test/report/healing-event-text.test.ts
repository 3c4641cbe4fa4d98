import { describe, expect, test } from 'vitest'
import { failover, testDelay } from '../../src/cluster/opcode.ts'
import { healingEventText } from '../../src/report/healing-event-text.ts'
import { printable } from '../../src/report/printable.ts'
import type { RunEvent } from '../../src/run/run-event.ts'

const events = (instance: string): readonly RunEvent[] => [
  { kind: 'settled', instance, to: 'healthy' },
  { kind: 'repairing', instance, type: 'fix-storage' },
  { kind: 'refused', instance, type: 'reinstall', upTo: 'failover' },
  { kind: 'tag-added', instance, tag: 'T' },
  { kind: 'tags-removed', instance, tags: ['T'] },
  { kind: 'adopted', instance, type: 'failover', job: '7' },
  { kind: 'cancelled', instance, job: '8' },
]

const text = (event: RunEvent, dryRun: boolean) =>
  healingEventText(event, { dryRun, formatTime: String }).text

describe('healingEventText', () => {
  test('names repairs as the tags do', () => {
    expect(events('i1').map(event => text(event, false))).toEqual([
      'Moving i1 from "Pending repair" to "Healthy"\n',
      'Executing fix-storage repair on i1\n',
      'Not performing a repair of type reinstall on i1 because only repairs up to failover are allowed\n',
      '>>> Adding the following tag to i1:\n"T"\n',
      '>>> Removing the following tags from i1:\n"T"\n',
      'Taking on job 7, a failover of i1 that an interrupted run submitted without a tag\n',
      'Cancelling job 8, since the disks of i1 need not be made anew any more\n',
    ])
  })

  test('of a dry run claims nothing', () => {
    for (const event of events('i1')) {
      expect(text(event, true)).not.toMatch(/^(>>> )?(Moving|Executing|Adding|Removing|Taking|Cancelling)/)
    }
  })

  test('has a short line for each job', () => {
    const recreate = { OP_ID: 'OP_INSTANCE_RECREATE_DISKS', instance_name: 'i2', nodes: ['n1', 'n2'] }
    const jobs = [[testDelay(1), failover('i1')], [recreate]]
    expect(text({ kind: 'would-submit', jobs }, true)).toBe(
      'Would submit a job: TEST_DELAY, INSTANCE_FAILOVER i1\n' +
        'Would submit a job: INSTANCE_RECREATE_DISKS i2 on n1, n2\n',
    )
  })

  test.each(events('\u001b[31m\nHealthy: 1\u202e'))('hostile names change no line of $kind', event => {
    const shown = text(event, false)
    expect(printable(shown.replaceAll('\n', ''))).toBe(shown.replaceAll('\n', ''))
  })
})
