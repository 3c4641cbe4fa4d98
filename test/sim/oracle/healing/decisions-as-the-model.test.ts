import { expect, test } from 'vitest'
import { decisionsAsTheModel } from '../../../../sim/oracle/healing/decisions-as-the-model.ts'
import type { HealingDecision } from '../../../../src/planner/healing/decision.ts'
import { ByHand, web } from '../../invariants/by-hand.ts'

const MIGRATE = { OP_ID: 'OP_INSTANCE_MIGRATE', instance_name: 'web' } as const

function found(
  decision: Pick<HealingDecision, 'state' | 'action'>,
  happensBeside = false,
): readonly string[] {
  const stage = new ByHand(decisionsAsTheModel, [web()])
  stage.cluster.powerOff('node2')
  stage.cluster.setNodeOffline('node2', true)
  for (const observer of stage.observers) observer.calmBegan?.()
  stage.pass(1)
  const reason = { code: 'nodes-fine' } as const
  const decisions = [{ instance: 'web', reason, decidedBy: undefined, ...decision }]
  const meanwhile = () => {
    if (happensBeside) for (const observer of stage.observers) observer.calmBegan?.()
  }
  stage.idleRun(
    { kind: 'returned', value: 0 },
    10,
    [{ kind: 'summary', decisions, dryRun: false, isPartial: false }],
    meanwhile,
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

test('nothing is said of a run beside which something happened', () => {
  expect(found({ state: 'healthy', action: { kind: 'none' } }, true)).toEqual([])
})
