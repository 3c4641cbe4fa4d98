import { describe, expect, test } from 'vitest'
import type { Opcode } from '../../src/cluster/opcode.ts'
import type { HealingDecision } from '../../src/planner/healing/decision.ts'
import { runReport, type Verbosity } from '../../src/report/run-report.ts'
import type { HealingEvent } from '../../src/run/healing/healing-event.ts'
import { aDecision, EVENTS, TAG } from '../builders/healing-events.ts'
import { REASON_SAMPLES } from '../builders/reasons.ts'

const BY_HAIL: readonly Opcode[] = [
  { OP_ID: 'OP_INSTANCE_REPLACE_DISKS', instance_name: 'web1', iallocator: 'hail' },
]

function report(events: readonly HealingEvent[], verbosity: Verbosity = 'normal', dryRun = false) {
  const tell = runReport({ verbosity, dryRun })
  const printed = { out: '', err: '' }
  for (const { to, text } of events.flatMap(tell)) printed[to] += text
  return printed
}

function summary(decisions: readonly HealingDecision[], isPartial = false): HealingEvent {
  return { kind: 'summary', decisions, dryRun: false, isPartial }
}

const COUNTS = /-{21}\nInstance status count\n-{21}\n(?:.*: \d+\n){6}/

describe('each event', () => {
  test.each<[HealingEvent, string]>([
    [
      EVENTS.begun,
      'web1: Repair begun: reinstall in job 7 on n3, n4: every node with a copy of its disks is offline (n1, n2), so only re-creation from nothing is left [all-copies-offline]',
    ],
    [
      {
        ...EVENTS.begun,
        opcodes: BY_HAIL,
        type: 'fix-storage',
        decision: aDecision({ reason: REASON_SAMPLES['secondary-offline'] }),
      },
      "web1: Repair begun: fix-storage in job 7 on a node of hail's choice: its secondary node n2 is offline, so it has no second copy [secondary-offline]",
    ],
    [EVENTS.ended, 'web1: Repair done: failover in job 7'],
    [
      { ...EVENTS.ended, outcome: 'failure', why: 'Node n3 is offline' },
      'web1: Repair failed: failover in job 7: Node n3 is offline',
    ],
    [
      { ...EVENTS.ended, outcome: 'refused', jobs: ['7', '8'] },
      'web1: Repair put off: Ganeti found no room for failover in job 7+8',
    ],
    [
      { ...EVENTS.ended, outcome: 'failure', why: 'OS script failed:\n  no space left\n' },
      'web1: Repair failed: failover in job 7: OS script failed: no space left',
    ],
    [
      { ...EVENTS.ended, outcome: 'withdrawn' },
      'web1: Repair withdrawn: failover in job 7 was cancelled before it began, and counts as no attempt',
    ],
    [
      EVENTS.forbidden,
      'web1: Repair disallowed: it needs failover, and the tag T on group default allows only repairs up to migrate; that is on record now [not-allowed]',
    ],
    [EVENTS.adopted, 'web1: Taken on: migrate in job 7, which an interrupted run submitted without a tag'],
    [EVENTS.cancelled, 'web1: Cancelled: job 7, which had not begun, since it is no longer due'],
    [
      { ...EVENTS.cancelled, hadStopped: true },
      'web1: Cancelled: job 7, which had only stopped the instance, since it is no longer due',
    ],
    [
      { ...EVENTS.cancelled, lostNode: 'node4' },
      'web1: Cancelled: job 7, which had not begun, since node4, where it was to go, is out of service',
    ],
    [
      { ...EVENTS.cancelled, because: 'untagged' },
      'web1: Cancelled: job 7, which had not begun, since its tag could not be written',
    ],
    [EVENTS['hold-removed'], 'Took away the hold of an interrupted run (harep-hold:u)'],
    [
      EVENTS['suspension-removed'],
      'Removed from group default what has suspended nothing for more than a day: S1 S2',
    ],
    [
      EVENTS['queue-drained'],
      'The job queue is drained, so nothing can be repaired now (see gnt-cluster queue info)',
    ],
    [
      { kind: 'queue-drained', filter: 'f1' },
      'Job filter f1 rejects all new jobs, so nothing can be repaired now (see gnt-filter list)',
    ],
    [EVENTS.waiting, 'Waiting for 3 repairs to end'],
    [{ kind: 'waiting', repairs: 1 }, 'Waiting for 1 repair to end'],
  ])('%#', (event, line) => {
    expect(report([event])).toEqual({ out: `${line}\n`, err: '' })
  })

  test.each<[HealingEvent, string]>([
    [EVENTS.problem, 'Error: web1: luxid refused its job'],
    [{ ...EVENTS.problem, instance: undefined }, 'Error: luxid refused its job'],
    [EVENTS.warning, 'Warning: something is odd'],
  ])('what is wrong goes to standard error, however quiet: %#', (event, line) => {
    for (const verbosity of ['quiet', 'normal', 'verbose'] as const)
      expect(report([event], verbosity)).toEqual({ out: '', err: `${line}\n` })
  })
})

describe('with --verbose', () => {
  test('a repair that is begun tells which tag allowed it, and the steps of its job', () => {
    expect(report([EVENTS.begun], 'verbose').out).toBe(
      `web1: Repair begun: reinstall in job 7 on n3, n4: every node with a copy of its disks is offline (n1, n2), so only re-creation from nothing is left, allowed by the tag ${TAG} on the cluster; INSTANCE_SHUTDOWN web1, INSTANCE_RECREATE_DISKS web1 on n3, n4 [all-copies-offline]\n`,
    )
  })

  test('changes of tags are told, and else not', () => {
    expect(report([EVENTS['tags-changed']], 'verbose').out).toBe('web1: Tags added: A B; removed: C\n')
    expect(report([{ ...EVENTS['tags-changed'], added: [] }], 'verbose').out).toBe('web1: Tags removed: C\n')
    expect(report([EVENTS['tags-changed']]).out).toBe('')
    expect(report([{ ...EVENTS['tags-changed'], added: [], removed: [] }], 'verbose').out).toBe('')
  })
})

describe('the end of a run', () => {
  test('lists what waits with its reason and code, then all six states in their order', () => {
    const decisions = [
      aDecision({ instance: 'a', state: 'healthy', reason: REASON_SAMPLES['nodes-fine'] }),
      aDecision({ instance: 'b', state: 'suspended', reason: REASON_SAMPLES.suspended }),
      aDecision({ instance: 'c', reason: REASON_SAMPLES['node-silent'] }),
      aDecision({ instance: 'd', state: 'healthy', reason: REASON_SAMPLES['admin-offline'] }),
    ]
    const { out } = report([summary(decisions)])
    expect(
      out
        .split('\n')
        .slice(0, 3)
        .map(line => line.replace(/: .*: .* \[/, ' [')),
    ).toEqual(['b [suspended]', 'c [node-silent]', 'd [admin-offline]'])
    expect(
      out.endsWith(
        `---------------------
Instance status count
---------------------
Healthy: 2
Suspended: 1
Needs repair: 1
Repair disallowed: 0
Pending repair: 0
Failure: 0
`,
      ),
    ).toBe(true)
  })

  test('tells of an instance that waits what would change that, with its name in the command', () => {
    const failed = aDecision({ state: 'repair-failed', reason: REASON_SAMPLES['job-gone'] })
    expect(report([summary([failed])]).out).toMatch(
      /^web1: Failure: .*; to change it: .*harep clear web1 \[job-gone\]\n/,
    )
  })

  test('says that it was partial, and how many problems there were', () => {
    expect(report([EVENTS.problem, summary([], true)]).out).toMatch(
      /Failure: 0\nThis run was partial: 1 problem was told on standard error\.\n$/,
    )
    expect(report([EVENTS.problem, EVENTS.problem, summary([], true)]).out).toContain('2 problems were told')
  })
})

describe('no fact stands in one output twice', () => {
  test.each<[string, HealingEvent, Partial<HealingDecision>]>([
    ['begun', EVENTS.begun, { state: 'pending-repair', reason: REASON_SAMPLES['repair-submitted'] }],
    [
      'begun and running',
      EVENTS.begun,
      { state: 'pending-repair', reason: REASON_SAMPLES['repair-running'] },
    ],
    ['adopted', EVENTS.adopted, { state: 'pending-repair', reason: REASON_SAMPLES['repair-running'] }],
    ['forbidden', EVENTS.forbidden, { state: 'repair-disallowed', reason: REASON_SAMPLES['not-allowed'] }],
    ['unreadable', EVENTS.problem, { reason: REASON_SAMPLES.unreadable }],
  ])('%s: the instance is not listed again', (_what, event, but) => {
    const { out, err } = report([event, summary([aDecision(but)])])
    expect((out + err).match(/web1/g)?.length).toBe(
      (event.kind === 'begun' ? report([event]).out : 'web1').match(/web1/g)?.length,
    )
    expect(out).toMatch(COUNTS)
  })

  test('what is new about the instance is listed', () => {
    const failed = aDecision({ state: 'repair-failed', reason: REASON_SAMPLES['repair-failed'] })
    expect(report([EVENTS.begun, summary([failed])]).out).toContain('\nweb1: Failure: ')
  })

  test('another instance is listed', () => {
    const other = aDecision({
      instance: 'web2',
      state: 'pending-repair',
      reason: REASON_SAMPLES['repair-running'],
    })
    expect(report([EVENTS.adopted, summary([other])]).out).toContain('\nweb2: Pending repair: ')
  })
})

describe('with --quiet', () => {
  test('nothing is printed where nothing changed and nothing is wrong, whatever waits', () => {
    const waiting = aDecision({ reason: REASON_SAMPLES['node-silent'] })
    expect(report([EVENTS['queue-drained'], EVENTS.waiting, summary([waiting])], 'quiet')).toEqual({
      out: '',
      err: '',
    })
  })

  test('changes are told, without the list and the counts', () => {
    const { begun, ended, forbidden, adopted, cancelled } = EVENTS
    const events = [
      begun,
      ended,
      forbidden,
      adopted,
      cancelled,
      EVENTS['suspension-removed'],
      EVENTS['hold-removed'],
    ]
    expect(report([...events, summary([aDecision()])], 'quiet')).toEqual(report(events))
  })
})

test('with --quiet the mail about a failure said neither that it is tried again nor what to do', () => {
  const failure: HealingEvent = { ...EVENTS.ended, outcome: 'failure', why: 'Node n3 is offline' }
  const final = aDecision({ state: 'repair-failed', reason: REASON_SAMPLES['attempts-failed'] })
  const waiting = aDecision({ instance: 'web2', reason: REASON_SAMPLES['node-silent'] })
  const { out } = report([failure, summary([final, waiting])], 'quiet')
  expect(out).toMatch(
    /^web1: Repair failed: failover in job 7: Node n3 is offline\nweb1: Failure: .*; to change it: .*harep clear web1 \[attempts-failed\]\n$/,
  )
})

describe('a dry run', () => {
  test('claims to have done nothing', () => {
    const done = /Repair begun|Taken on|Cancelled|Took|Removed|added: [A-Z]/
    for (const event of Object.values(EVENTS))
      expect(report([event], 'verbose', true).out).not.toMatch(
        /^web1: Tags added|Repair begun|Taken on|Cancelled|Took|Removed/,
      )
    expect(report(Object.values(EVENTS), 'verbose').out).toMatch(done)
  })

  test('names no job, and says at its end that nothing was changed and what is not shown', () => {
    const { out } = report([{ ...EVENTS.begun, job: undefined }, summary([])], 'normal', true)
    expect(out).toMatch(/^web1: Would begin: reinstall on n3, n4: every node/)
    expect(out).toMatch(/\nDry run: nothing was changed\. Only the next step .*\n$/)
  })
})

test('nothing from outside forges a line or moves the cursor', () => {
  const hostile = 'x\ny\u001b[2J\u202e'
  const events = JSON.parse(
    JSON.stringify(Object.values(EVENTS), (_key, value) => value),
    (key, value) =>
      typeof value === 'string' &&
      !['kind', 'type', 'upTo', 'outcome', 'because', 'level', 'code', 'state', 'OP_ID'].includes(key)
        ? hostile
        : value,
  ) as readonly HealingEvent[] // The same events with other texts.
  const { out, err } = report([...events, summary([aDecision({ instance: hostile })])], 'verbose')
  for (const text of [out, err]) {
    expect(text.replaceAll('\n', '')).toMatch(/^[ -~]*$/)
    expect(text.split('\n').filter(line => line.startsWith('y'))).toEqual([])
  }
})
