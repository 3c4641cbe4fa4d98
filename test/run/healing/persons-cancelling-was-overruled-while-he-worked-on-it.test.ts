import { expect, test } from 'vitest'
import { clusterOf, drbd } from '../killed/scenario.ts'
import { Stage } from '../killed/stage.ts'
import { decisionsOf } from '../world.ts'
import { firstCall } from './forgotten.ts'

/*
 * Both nodes of web1 are dead, its re-creation waits for locks, and a person cancels it, and lets a job of his own wait for them. As long as that
 * job is there, nobody can tell what is due.
 */

const LOCKED_SECONDS = 900

function withBothNodesDead(): Stage {
  const stage = new Stage(clusterOf(5, [drbd('web1', ['node2', 'node3'], 'reinstall')]))
  stage.kill('node2', 'node3')
  const nodes = ['node1', 'node4', 'node5']
  stage.submit({ OP_ID: 'OP_TEST_DELAY', duration: LOCKED_SECONDS, on_master: false, on_nodes: nodes })
  stage.pass(2)
  return stage
}

/** A person does both; the new secondary is one whose lock somebody has. */
function cancelAndReplace(stage: Stage): void {
  for (const id of stage.repairs.keys()) stage.ask('CancelJob', id, false)
  const replace = { mode: 'replace_new_secondary', remote_node: 'node4', iallocator: null, disks: [] }
  stage.submit({ OP_ID: 'OP_INSTANCE_REPLACE_DISKS', instance_name: 'web1', ...replace })
  stage.pass(2)
}

test('what he has cancelled is not made, however his own job ends', () => {
  const stage = withBothNodesDead()
  stage.harep()
  cancelAndReplace(stage)
  expect(decisionsOf(stage.harep()).get('web1')).toMatchObject({
    state: 'pending-repair',
    reason: { code: 'result-waiting' },
  })
  stage.pass(LOCKED_SECONDS)
  const runs = stage.cron(3)
  expect(runs.map(run => decisionsOf(run).get('web1')?.reason.code)).toEqual(
    Array(3).fill('repair-cancelled'),
  )
  expect([...stage.repairs.keys()]).toHaveLength(1)
  expect(stage.instance('web1').dataLost).toBe(false)
})

test('nor is it where the run had died before its tag', () => {
  const effect = firstCall(withBothNodesDead().harep(), 'SubmitManyJobs')
  const stage = withBothNodesDead()
  stage.harep({}, { effect, when: 'after' })
  cancelAndReplace(stage)
  stage.cron(2)
  stage.pass(LOCKED_SECONDS)
  stage.cron(2)
  expect([...stage.repairs.keys()]).toHaveLength(1)
  expect(stage.instance('web1').dataLost).toBe(false)
})

test('nobody is asked where one of its nodes is back, and he makes it a new secondary just then', () => {
  const stage = withBothNodesDead()
  const notYet = [['opcode', ['=', 'OP_ID', 'OP_INSTANCE_RECREATE_DISKS']]]
  stage.ask('ReplaceFilter', null, 0, notYet, 'PAUSE', [])
  stage.harep()
  stage.revive('node2')
  cancelAndReplace(stage)
  stage.submit({ OP_ID: 'OP_INSTANCE_STARTUP', instance_name: 'web1' })
  expect(decisionsOf(stage.harep()).get('web1')?.reason.code).toBe('result-waiting')
  stage.pass(LOCKED_SECONDS)
  expect(stage.cron(3).map(run => decisionsOf(run).get('web1')?.state)).toEqual(Array(3).fill('healthy'))
  expect(stage.instance('web1')).toMatchObject({ status: 'running', secondaries: ['node4'], dataLost: false })
})
