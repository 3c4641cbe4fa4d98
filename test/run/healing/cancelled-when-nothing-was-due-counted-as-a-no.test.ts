import { describe, expect, test } from 'vitest'
import { finishRun, startRun } from '../../../sim/driver/simulated-run.ts'
import { clearRun } from '../../../src/run/commands/clear-run.ts'
import { clusterOf, drbd } from '../killed/scenario.ts'
import { Stage } from '../killed/stage.ts'
import { decisionsOf } from '../world.ts'
import { firstCall } from './forgotten.ts'

/*
 * What a person had cancelled without a tag was put on record as a no whatever it was about: a node that was back, or a repair whose tag had been
 * removed already (found in a review).
 */

function deadNode(): Stage {
  const stage = new Stage(clusterOf(5, [drbd('web1', ['node2', 'node3'], 'failover')]))
  stage.kill('node2')
  return stage
}

function cancelAll(stage: Stage): void {
  for (const id of stage.repairs.keys()) stage.ask('CancelJob', id, false)
  stage.pass(60)
}

test('its run had died, the node is back, and a person cancels what is no longer needed: it is repaired when the node dies again', () => {
  const effect = firstCall(deadNode().harep(), 'SubmitManyJobs')
  const stage = deadNode()
  stage.harep({}, { effect, when: 'after' })
  stage.revive('node2')
  stage.pass(10)
  cancelAll(stage)
  stage.pass(240)
  for (const run of stage.cron(2)) expect(decisionsOf(run).get('web1')?.state).toBe('healthy')
  stage.kill('node2')
  stage.pass(700)
  stage.cron(3)
  expect(stage.instance('web1')).toMatchObject({ status: 'running', primary: 'node3' })
})

describe('it has waited in the queue for longer than its tag job is kept', () => {
  function waited(): Stage {
    const stage = deadNode()
    stage.ask('ReplaceFilter', null, 0, [['opcode', ['=', 'OP_ID', 'OP_INSTANCE_FAILOVER']]], 'PAUSE', [])
    stage.harep()
    stage.pass(7 * 3600)
    stage.cluster.archiveJobs(6 * 3600)
    return stage
  }

  test('its node is back, and a person cancels it: nobody is asked', () => {
    const stage = waited()
    stage.revive('node2')
    cancelAll(stage)
    for (const run of stage.cron(3)) expect(decisionsOf(run).get('web1')?.state).toBe('healthy')
  })

  test('a person cancels it, and clears all of it: it may be made', () => {
    const stage = waited()
    cancelAll(stage)
    const options = { names: ['web1'], all: true, reason: undefined, dryRun: false, version: '0' }
    finishRun(stage.kernel, startRun(stage.kernel, stage.cluster, clearRun(options)))
    for (const run of stage.cron(2))
      expect(decisionsOf(run).get('web1')?.reason.code).not.toBe('repair-cancelled')
  })
})
