import { expect, test } from 'vitest'
import { clusterOf, drbd, KEPT } from '../killed/scenario.ts'
import { Stage } from '../killed/stage.ts'
import { decisionsOf } from '../world.ts'

function stageWithRunningRepairs(): Stage {
  const big = { disksMiB: [60_000] }
  const stage = new Stage(
    clusterOf(6, [
      drbd('web1', ['node2', 'node3'], 'fix-storage', big),
      drbd('web2', ['node4', 'node3'], 'fix-storage', big),
    ]),
  )
  stage.kill('node3')
  stage.harep()
  stage.pass(60)
  expect(stage.unfinishedRepairs()).toHaveLength(2)
  return stage
}

test('the file of a repair job is gone: a human is told that nothing tells how it ended, and the others go on', () => {
  const stage = stageWithRunningRepairs()
  stage.pass(1500)
  stage.cluster.loseJob(1)
  const run = stage.harep()
  expect(run.events).toContainEqual(
    expect.objectContaining({
      kind: 'ended',
      instance: 'web1',
      outcome: 'failure',
      why: 'job 1 is no longer on record, so nothing tells how it ended',
    }),
  )
  expect(stage.instance('web1').tags.filter(tag => tag.includes(':failure:'))).toHaveLength(1)
  expect(decisionsOf(run).get('web2')).toMatchObject({ state: 'healthy' })
})

test('an admin removes the pending tag of a repair that goes on: nothing is begun beside it, and it ends well', () => {
  const stage = stageWithRunningRepairs()
  stage.untag('web1', ':pending:')
  const run = stage.harep()
  expect(run.outcome).toEqual({ kind: 'returned', value: 0 })
  expect(decisionsOf(run).get('web1')).toMatchObject({ state: 'pending-repair', reason: { jobs: ['1'] } })
  stage.pass(1500)
  stage.cron(3)
  expect(stage.violations).toEqual([])
  expect([...stage.repairs.values()].map(({ status }) => status)).toEqual(['success', 'success'])
  expect(stage.instance('web1')).toMatchObject({ ...KEPT, primary: 'node2' })
  expect(stage.instance('web1').tags.filter(tag => tag.includes(':pending:'))).toEqual([])
})

test('an admin lets go a repair that a dead run left untagged, while it waits: it is put on record before it starts', () => {
  const stage = new Stage(
    clusterOf(5, [drbd('web1', ['node2', 'node3'], 'failover')], {
      cluster: { name: 'cluster.example.com', hypervisor: 'fake', maxRunningJobs: 1 },
    }),
  )
  stage.kill('node2')
  stage.submit({ OP_ID: 'OP_TEST_DELAY', duration: 20, on_master: true, on_nodes: [] })
  stage.harepThatDies('while', 'SubmitManyJobs')
  stage.pass(10)
  for (const filter of stage.filters()) stage.ask('DeleteFilter', filter)
  const run = stage.harep()
  expect(run.events).toContainEqual({ kind: 'adopted', instance: 'web1', type: 'failover', job: '2' })
  stage.pass(300)
  stage.cron(3)
  expect(stage.violations).toEqual([])
  expect(stage.instance('web1')).toMatchObject({ ...KEPT, primary: 'node3' })
})

test('the job that writes the tags dies: nothing starts untagged, the repair is cancelled, and the next run repeats it', () => {
  const stage = new Stage(clusterOf(5, [drbd('web1', ['node2', 'node3'], 'failover')]))
  stage.kill('node2')
  stage.once('OP_TAGS_SET', 'running', ({ id }) => stage.cluster.killJob(id))
  const run = stage.harep()
  expect(run.outcome).toEqual({ kind: 'returned', value: 1 })
  expect(run.events).toContainEqual({
    kind: 'cancelled',
    instance: 'web1',
    job: '1',
    because: 'untagged',
    lostNode: undefined,
    hadStopped: false,
  })
  expect(decisionsOf(run).get('web1')).toMatchObject({ state: 'needs-repair', reason: { code: 'problem' } })
  expect(stage.filters()).toEqual([])
  stage.pass(600)
  stage.cron(3)
  expect(stage.violations).toEqual([])
  expect(stage.instance('web1')).toMatchObject({ ...KEPT, primary: 'node3' })
})
