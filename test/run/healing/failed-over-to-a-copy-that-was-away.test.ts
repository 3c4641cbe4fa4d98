import { expect, test } from 'vitest'
import { clusterOf, drbd } from '../killed/scenario.ts'
import { Stage } from '../killed/stage.ts'
import { decisionsOf } from '../world.ts'

/** web1's secondary was offline for an hour in which no harep ran; it is brought back, and the primary dies. */
function primaryDiesAfterReturn(meanwhile: (stage: Stage) => void = () => {}): Stage {
  const stage = new Stage(clusterOf(3, [drbd('web1', ['node2', 'node3'], 'failover')]))
  stage.kill('node3')
  stage.pass(3600)
  stage.cluster.powerOn('node3')
  stage.submit({ OP_ID: 'OP_NODE_SET_PARAMS', node_name: 'node3', force: true, offline: false })
  stage.pass(60)
  meanwhile(stage)
  stage.kill('node2')
  stage.pass(700)
  return stage
}

const activate = (stage: Stage) => {
  stage.submit({ OP_ID: 'OP_INSTANCE_ACTIVATE_DISKS', instance_name: 'web1' })
  stage.pass(30)
}

test('an instance stays where its newer data are, and the run says why, and what would change it', () => {
  const stage = primaryDiesAfterReturn()
  const run = stage.harep()
  expect(decisionsOf(run).get('web1')).toMatchObject({
    state: 'needs-repair',
    reason: { code: 'copy-behind', offline: 'node2', behind: 'node3', since: 'return', job: '1' },
  })
  expect([...stage.repairs.values()]).toEqual([])
})

test('it is failed over where the copies were connected before the primary died', () => {
  const stage = primaryDiesAfterReturn(activate)
  stage.cron(2)
  expect(stage.instance('web1')).toMatchObject({ primary: 'node3', status: 'running' })
})

test('once the primary is back and the copies are connected, all goes on as ever', () => {
  const stage = primaryDiesAfterReturn()
  stage.harep()
  stage.revive('node2')
  stage.pass(30)
  expect(decisionsOf(stage.harep()).get('web1')?.state).toBe('healthy')
  activate(stage)
  stage.kill('node2')
  stage.pass(700)
  stage.cron(2)
  expect(stage.instance('web1')).toMatchObject({ primary: 'node3', status: 'running' })
})

test('a person who wants the older data fails it over, and harep goes on from there', () => {
  const stage = primaryDiesAfterReturn()
  stage.harep()
  stage.submit({ OP_ID: 'OP_INSTANCE_FAILOVER', instance_name: 'web1', ignore_consistency: true })
  stage.pass(30)
  expect(stage.instance('web1')).toMatchObject({ primary: 'node3', status: 'running' })
  expect(decisionsOf(stage.harep()).get('web1')).toMatchObject({
    reason: { code: 'repair-submitted', type: 'fix-storage' },
  })
})
