import { expect, test } from 'vitest'
import { decisionsOf, World } from '../world.ts'
import { clusterOfOneSlot, firstCall, submit } from './forgotten.ts'

/* A repair is withdrawn, since its node is back, and the job that removes its tag waits for the queue's only slot. */
function withdrawnWhileTheSlotIsTaken(seconds: number): World {
  const world = new World(
    clusterOfOneSlot(3, [
      { name: 'web1', diskTemplate: 'drbd', primary: 'node2', secondary: 'node3', memoryMiB: 16 },
    ]),
  )
  world.kill('node2')
  const long = { OP_ID: 'OP_TEST_DELAY', on_master: true, on_nodes: [] }
  submit(world, { ...long, duration: 20 })
  submit(world, { ...long, duration: seconds })
  world.harep()
  world.revive('node2')
  return world
}

test('a run with --wait took a repair for running whose job had ended, and looked at the cluster without a pause until its time was over', () => {
  const world = withdrawnWhileTheSlotIsTaken(2_000)
  const run = world.harep({ waitSeconds: 600 })
  expect(run.outcome).toEqual({ kind: 'returned', value: 0 })
  expect(run.effects.length).toBeLessThan(120)
  expect(decisionsOf(run).get('web1')).toMatchObject({
    state: 'pending-repair',
    reason: { code: 'result-waiting', jobs: ['3'] },
  })
})

test('the next run finds the tag removed, and the instance healthy', () => {
  const world = withdrawnWhileTheSlotIsTaken(400)
  world.cron(3, { waitSeconds: 60 })
  const last = world.harep()
  expect(decisionsOf(last).get('web1')?.state).toBe('healthy')
  expect(world.instance('web1').tags).toEqual([])
})

test('the same where the job is gone, and the run before died while the tag that says so waited', () => {
  const pending = 'ganeti:watcher:autorepair:pending:failover:abc:1:4711'
  const make = () => {
    const world = new World(
      clusterOfOneSlot(3, [
        { name: 'web1', diskTemplate: 'drbd', primary: 'node2', secondary: 'node3', tags: [pending] },
      ]),
    )
    submit(world, { OP_ID: 'OP_TEST_DELAY', on_master: true, on_nodes: [], duration: 2_000 })
    return world
  }
  const effect = firstCall(make().harep(), 'SubmitManyJobs')
  const world = make()
  world.harep({}, { effect, when: 'after' })
  const run = world.harep({ waitSeconds: 600 })
  expect(run.outcome).toEqual({ kind: 'returned', value: 0 })
  expect(run.effects.length).toBeLessThan(120)
  expect(decisionsOf(run).get('web1')?.reason.code).toBe('result-waiting')
})
