import { describe, expect, test } from 'vitest'
import { recreated, shorten, verdicts } from '../../../sim/demo/harep-lines.ts'
import { healingEventText } from '../../../src/report/healing-event-text.ts'
import { summaryText } from '../../../src/report/summary-text.ts'

const lines = [
  'Executing failover repair on web1',
  '>>> Adding the following tag to web1:',
  '"ganeti:watcher:autorepair:pending:failover:u:1:7"',
  'db1: Repair disallowed: it needs reinstall, and no tag on it, its group or the cluster allows repairs [not-enabled]',
  'web1: Pending repair: failover is submitted as job 7 [repair-submitted]',
  '---------------------',
  'Instance status count',
  '---------------------',
  'Pending repair: 1',
]

describe('verdicts', () => {
  test('are read from the lines that name an instance, its state, why and a code', () => {
    expect([...verdicts(lines)]).toEqual([
      [
        'db1',
        {
          state: 'Repair disallowed',
          sentence: 'it needs reinstall, and no tag on it, its group or the cluster allows repairs',
          code: 'not-enabled',
        },
      ],
      [
        'web1',
        { state: 'Pending repair', sentence: 'failover is submitted as job 7', code: 'repair-submitted' },
      ],
    ])
  })

  test('are what harep really writes', () => {
    const decision = {
      instance: 'db1.example.com',
      state: 'repair-disallowed',
      reason: { code: 'not-enabled', type: 'reinstall' },
      action: { kind: 'keep-off' },
    } as const
    const read = verdicts(summaryText([decision]).split('\n'))
    expect([...read.keys()]).toEqual(['db1.example.com'])
    expect(read.get('db1.example.com')?.code).toBe('not-enabled')
  })
})

test('re-created is what harep executes a reinstall on, in its own words', () => {
  const { text } = healingEventText(
    { kind: 'repairing', instance: 'db1', type: 'reinstall' },
    { dryRun: false, formatTime: String },
  )
  expect([...recreated([...lines, ...text.split('\n')])]).toEqual(['db1'])
})

describe('a shortened run', () => {
  test('lacks the lines about tags and the counts', () => {
    expect(shorten(lines, [])).toEqual({ shown: [lines[0], lines[3], lines[4]], repeated: 0 })
  })

  test('lacks the verdicts of the run before, but nothing else of it', () => {
    expect(shorten(lines, lines)).toEqual({ shown: [lines[0]], repeated: 2 })
  })

  test('loses nothing of an output that ends early', () => {
    expect(shorten(['Error: no'], [])).toEqual({ shown: ['Error: no'], repeated: 0 })
    expect(shorten(['Instance status count'], [])).toEqual({ shown: ['Instance status count'], repeated: 0 })
  })

  test('is one of what harep really writes, too', () => {
    const decision = {
      instance: 'x',
      state: 'repair-disallowed',
      reason: { code: 'not-enabled', type: 'reinstall' },
      action: { kind: 'keep-off' },
    } as const
    expect(shorten(summaryText([decision]).split('\n'), []).shown).toHaveLength(1)
  })
})
