import { expect, test } from 'vitest'
import { World } from '../world.ts'
import { clusterOfWeb1, pass, repairJobs, submit } from './forgotten.ts'

/*
 * A failover waits for the lock of a node, its own node is back, and a run cancels it when it has waited for minutes: luxid
 * answers that it did not work before the job does what it was told. The run took it for one that goes on, left its tag, and the
 * next one, for which the node had died again, took it for cancelled by a person.
 */
function waitingForLong(): World {
  const world = new World(clusterOfWeb1(3, ['ganeti:watcher:autorepair:failover']))
  submit(world, { OP_ID: 'OP_TEST_DELAY', on_master: false, on_nodes: ['node3'], duration: 3_000 })
  world.kill('node2')
  world.harep()
  // The longer a job has waited for its locks, the more seldom its process looks what else it is told.
  pass(world, 300)
  expect(repairJobs(world)).toEqual(['2 waiting'])
  world.revive('node2')
  return world
}

test('the job is looked at again, and its tag removed', () => {
  const world = waitingForLong()
  const run = world.harep()
  const told = run.events.filter(
    ({ kind }) => kind === 'cancelled' || kind === 'problem' || kind === 'warning',
  )
  expect(told).toMatchObject([{ kind: 'cancelled', instance: 'web1', job: '2', because: 'stale' }])
  expect(run.outcome).toEqual({ kind: 'returned', value: 0 })
  expect(repairJobs(world)).toEqual(['2 canceled'])
  pass(world, 60)
  expect(world.instance('web1').tags).toEqual(['ganeti:watcher:autorepair:failover'])
})

test('the node dies again while the run goes on: the next one repairs it', () => {
  const world = waitingForLong()
  const run = world.start()
  while (repairJobs(world)[0] === '2 waiting') pass(world, 1)
  world.kill('node2')
  world.finish(run)
  pass(world, 3_000)
  world.cron(3)
  expect(world.instance('web1')).toMatchObject({ status: 'running', primary: 'node3' })
})

test.each([31, 60, 80])(
  'a node that comes back after %d s, while a run waits for a job to be cancelled: its instance was failed over all the same',
  seconds => {
    const definition = clusterOfWeb1(6, ['ganeti:watcher:autorepair:failover'])
    const [web1] = definition.instances ?? []
    if (web1 === undefined) throw new Error('no web1')
    const other = { ...web1, name: 'other', primary: 'node4', secondary: 'node5' }
    const world = new World({ ...definition, instances: [web1, other] })
    submit(world, { OP_ID: 'OP_TEST_DELAY', on_master: false, on_nodes: ['node3'], duration: 3_000 })
    world.kill('node2')
    world.harep()
    pass(world, 30)
    world.cluster.setJobStalled(2, true)
    world.revive('node2')
    world.kill('node4')
    const run = world.start()
    pass(world, seconds)
    world.revive('node4')
    submit(world, { OP_ID: 'OP_INSTANCE_STARTUP', instance_name: 'other' })
    pass(world, 8)
    expect(run.outcome).toBeUndefined()
    world.finish(run)
    pass(world, 100)
    expect(world.instance('other')).toMatchObject({ status: 'running', primary: 'node4' })
  },
)

test.each([60, 1_800])('a repair in a delay of %d s is not waited for', seconds => {
  const world = new World(clusterOfWeb1(3, ['ganeti:watcher:autorepair:failover']))
  world.kill('node2')
  world.harep({ jobDelaySeconds: seconds })
  pass(world, 20)
  world.revive('node2')
  const startUs = world.kernel.nowUs
  world.harep({ jobDelaySeconds: seconds })
  expect((world.kernel.nowUs - startUs) / 1e6).toBeLessThan(5)
})
