import { expect, test } from 'vitest'
import { decisionsAsTheModel } from '../../../../sim/oracle/healing/decisions-as-the-model.ts'
import type { HealingDecision } from '../../../../src/planner/healing/decision.ts'
import { ByHand, web } from '../../invariants/by-hand.ts'

const MIGRATE = { OP_ID: 'OP_INSTANCE_MIGRATE', instance_name: 'web' } as const

function foundWhile(prepare: (stage: ByHand) => void): readonly string[] {
  return found({ state: 'healthy', action: { kind: 'none' } }, undefined, prepare)
}

function found(
  decision: Pick<HealingDecision, 'state' | 'action'>,
  happensBeside: (stage: ByHand) => void = () => {},
  prepare: (stage: ByHand) => void = () => {},
): readonly string[] {
  const stage = new ByHand(decisionsAsTheModel, [web()])
  stage.cluster.powerOff('node2')
  stage.cluster.setNodeOffline('node2', true)
  for (const observer of stage.observers) observer.calmBegan?.()
  prepare(stage)
  stage.pass(1)
  const reason = { code: 'nodes-fine' } as const
  const decisions = [{ instance: 'web', reason, decidedBy: undefined, ...decision }]
  stage.idleRun(
    { kind: 'returned', value: 0 },
    10,
    [{ kind: 'summary', decisions, dryRun: false, isPartial: false }],
    () => happensBeside(stage),
  )
  return stage.found
}

const repair = (type: 'failover' | 'migrate', opcode: object): HealingDecision['action'] => ({
  kind: 'repair',
  type,
  opcodes: [{ ...MIGRATE, ...opcode }],
  isDestructive: false,
  oneOffId: undefined,
  figures: undefined,
  from: undefined,
  supersedes: [],
})

test('a decision that the model does not know is found', () => {
  expect(found({ state: 'healthy', action: { kind: 'none' } })).toEqual([
    'run 1 decides healthy (nodes-fine) on web; the model accepts do failover FAILOVER',
  ])
  expect(found({ state: 'pending-repair', action: repair('migrate', {}) })).toEqual([
    'run 1 decides do migrate MIGRATE (nodes-fine) on web; the model accepts do failover FAILOVER',
  ])
  expect(
    found({ state: 'pending-repair', action: repair('failover', { OP_ID: 'OP_INSTANCE_FAILOVER' }) }),
  ).toEqual([])
})

test.each<readonly [what: string, happens: (stage: ByHand) => void, count: number]>([
  ['nothing is said of a run beside which something happened', stage => stage.tell('calmBegan'), 0],
  [
    'nothing is said of a run beside which an admin changed a node',
    stage => stage.submit({ OP_ID: 'OP_NODE_SET_PARAMS', node_name: 'node4', drained: true, reason: [] }),
    0,
  ],
  [
    'a run beside which somebody verified the disks is judged',
    stage => stage.submit({ OP_ID: 'OP_GROUP_VERIFY_DISKS', group_name: 'default', reason: [] }),
    1,
  ],
])('%s', (_, happens, count) => {
  expect(found({ state: 'healthy', action: { kind: 'none' } }, happens)).toHaveLength(count)
})

test.each([
  [
    'a run that has given up on writing a result may still call its repair pending',
    'web',
    'repair-running',
    0,
  ],
  ['a run that has had trouble with another instance may not', 'mail', 'repair-running', 1],
  ['a run that has had trouble may call nothing else pending', 'web', 'nodes-fine', 1],
] as const)('%s', (_, instance, code, count) => {
  const stage = new ByHand(decisionsAsTheModel, [web()])
  stage.pass(1)
  stage.cluster.setNodeOffline('node3', true)
  stage.tell('calmBegan')
  stage.pass(1)
  const reason = code === 'nodes-fine' ? { code } : ({ code, type: 'failover', jobs: ['7'] } as const)
  const decision = { instance: 'web', state: 'pending-repair', reason, decidedBy: undefined } as const
  stage.idleRun({ kind: 'returned', value: 1 }, 10, [
    { kind: 'problem', instance, problem: 'its tag was not written' },
    {
      ...{ kind: 'summary', dryRun: false, isPartial: true },
      decisions: [{ ...decision, action: { kind: 'none' } }],
    },
  ])
  expect(stage.found).toHaveLength(count)
})

test.each([
  ['nothing is said of a run while a node flaps, which nobody tells of', true, 0],
  ['a run while nothing flaps any more is judged', false, 1],
])('%s', (_, lasts, count) => {
  const found = foundWhile(stage => {
    stage.last('flap node4', () => {})
    if (!lasts) stage.finish('flap node4')
  })
  expect(found).toHaveLength(count)
})

test.each([
  ['what a run has submitted itself may be cancelled beside it', '1', true, 0],
  ['what goes on is not cancelled', '1', false, 1],
  ['nor is what somebody has cancelled before', '7', true, 1],
])('%s', (_, job, isCancelled, count) => {
  const stage = new ByHand(decisionsAsTheModel, [web()])
  stage.cluster.powerOff('node2')
  stage.cluster.setNodeOffline('node2', true)
  stage.tell('calmBegan')
  stage.pass(1)
  const reason = { code: 'repair-cancelled', type: 'failover', jobs: [job], tag: 'TAG' } as const
  const decisions = [
    { instance: 'web', state: 'repair-failed', reason, decidedBy: undefined, action: { kind: 'none' } },
  ] as const
  stage.idleRun(
    { kind: 'returned', value: 0 },
    10,
    [{ kind: 'summary', decisions, dryRun: false, isPartial: false }],
    () => {
      stage.hold()
      stage.repair('failover', 'web', { OP_ID: 'OP_INSTANCE_FAILOVER', ignore_consistency: true })
      if (isCancelled) stage.ask('CancelJob', 1, false)
    },
  )
  expect(stage.found).toHaveLength(count)
})
