import { expect, test } from 'vitest'
import { comesToRest } from '../../../sim/invariants/comes-to-rest.ts'
import { heals } from '../../../sim/oracle/healing/heals.ts'
import type { HealingDecision } from '../../../src/planner/healing/decision.ts'
import { ALLOW, ByHand, FAILOVER, REPAIR, web } from './by-hand.ts'

const PENDING = `${ALLOW}pending:failover:${REPAIR}:1795338000:7`

function rest(stage: ByHand, decisions: readonly HealingDecision[] = []): readonly string[] {
  for (const observer of stage.observers) observer.calmBegan?.()
  stage.pass(1)
  const summary = { kind: 'summary', decisions, dryRun: false, isPartial: false } as const
  for (let run = 0; run < 3; run += 1) stage.idleRun(undefined, 10, [summary])
  for (const observer of stage.observers) observer.ended?.()
  return stage.found
}

test('a pending tag without a job that goes on is found at rest', () => {
  expect(rest(new ByHand(comesToRest, [web({ tags: [PENDING] })]))).toEqual([
    `web still has the tag ${PENDING}, and job 7 does not go on`,
  ])
  expect(rest(new ByHand(comesToRest, [web()]))).toEqual([])
})

test('a repair that waits for ever is found', () => {
  const stage = new ByHand(comesToRest, [web()])
  stage.hold()
  stage.repair('failover', 'web', FAILOVER)
  expect(rest(stage)).toEqual([
    '3 runs after the faults have stopped job 1, failover of web, is still queued',
  ])
})

test('what could be healed and is not, and what is called well and is not, is found', () => {
  const decision = (state: HealingDecision['state']): HealingDecision => {
    const reason = { code: 'node-silent', node: 'node2' } as const
    return { instance: 'web', state, reason, decidedBy: undefined, action: { kind: 'none' } }
  }
  const dead = (node: string) => {
    const stage = new ByHand(heals, [web()])
    stage.cluster.powerOff(node)
    stage.cluster.setNodeOffline(node, true)
    return stage
  }
  expect(rest(dead('node2'), [decision('healthy')])).toEqual([
    'web has a node that is not well, and the last run calls it healthy',
  ])
  expect(rest(dead('node2'), [decision('needs-repair')])).toEqual([
    'web is left needs-repair (node-silent); the model says do failover FAILOVER',
  ])
  expect(rest(dead('node4'), [])).toEqual([])
})
