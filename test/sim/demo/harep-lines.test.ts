import { describe, expect, test } from 'vitest'
import { recreated, shorten, verdicts } from '../../../sim/demo/harep-lines.ts'
import type { HealingDecision } from '../../../src/planner/healing/decision.ts'
import { runReport } from '../../../src/report/run-report.ts'
import type { HealingEvent } from '../../../src/run/healing/healing-event.ts'

const DISALLOWED: HealingDecision = {
  instance: 'db1.example.com',
  state: 'repair-disallowed',
  reason: { code: 'not-enabled', type: 'reinstall' },
  decidedBy: undefined,
  action: { kind: 'none' },
}

/** What harep really writes. */
function written(event: HealingEvent): readonly string[] {
  const texts = runReport({ verbosity: 'normal', dryRun: false })(event)
  return texts.flatMap(({ text }) => text.split('\n'))
}

const summary: HealingEvent = { kind: 'summary', decisions: [DISALLOWED], dryRun: false, isPartial: false }

const lines = [
  'web2: Repair done: failover in job 6',
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
    const read = verdicts(written(summary))
    expect([...read.keys()]).toEqual(['db1.example.com'])
    expect(read.get('db1.example.com')?.code).toBe('not-enabled')
  })
})

test('re-created is what harep begins a reinstall on, in its own words', () => {
  const begun: HealingEvent = {
    kind: 'begun',
    instance: 'db1',
    type: 'reinstall',
    job: '7',
    opcodes: [],
    decision: DISALLOWED,
  }
  expect([...recreated([...lines, ...written(begun)])]).toEqual(['db1'])
})

describe('a shortened run', () => {
  test('lacks the counts', () => {
    expect(shorten(lines, [])).toEqual({ shown: [lines[0], lines[1], lines[2]], repeated: 0 })
  })

  test('lacks the verdicts of the run before, but nothing else of it', () => {
    expect(shorten(lines, lines)).toEqual({ shown: [lines[0]], repeated: 2 })
  })

  test('lacks what would change a state', () => {
    expect(shorten(['a: Failure: it failed; to change it: mend it [job-gone]'], []).shown).toEqual([
      'a: Failure: it failed [job-gone]',
    ])
  })

  test('loses nothing of an output that ends early', () => {
    expect(shorten(['Error: no'], [])).toEqual({ shown: ['Error: no'], repeated: 0 })
    expect(shorten(['Instance status count'], [])).toEqual({ shown: ['Instance status count'], repeated: 0 })
  })

  test('is one of what harep really writes, too', () => {
    expect(shorten(written(summary), []).shown).toHaveLength(1)
  })
})
