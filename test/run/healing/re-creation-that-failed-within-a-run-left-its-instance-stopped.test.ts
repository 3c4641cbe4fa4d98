import { expect, test } from 'vitest'
import { execError } from '../../../sim/ganeti/ganeti-failure.ts'
import { clusterOf, drbd, single } from '../killed/scenario.ts'
import { pass, worldWithForgottenRepair } from './forgotten.ts'

const CLUSTER = clusterOf(3, [
  single('db1', 'plain', 'node2', 'reinstall'),
  drbd('web1', ['node2', 'node1'], 'reinstall'),
])

/** The next run comes so many seconds after an admin has let the repairs of a killed run go; the re-creation among them fails. */
function worldAfter(seconds: number) {
  const world = worldWithForgottenRepair(CLUSTER, 'node2')
  world.cluster.failNext('OP_INSTANCE_RECREATE_DISKS', execError('the disks were not made'))
  pass(world, seconds)
  return world
}

/** What is wrong at the end: the jobs that made the instance anew and did not start it. */
function halfJobs(world: ReturnType<typeof worldAfter>): readonly number[] {
  world.cron(8)
  expect(world.instance('db1')).toMatchObject({ status: 'running', adminState: 'up' })
  const { jobs } = world.cluster.snapshot()
  return jobs
    .filter(({ summary }) => summary.some(text => text.startsWith('INSTANCE_REINSTALL')))
    .filter(({ summary }) => !summary.includes('INSTANCE_STARTUP(db1)'))
    .map(({ id }) => id)
}

test('a re-creation that fails while a run goes on is put on record by it, and the next one starts the instance', () => {
  for (let quarters = 0; quarters <= 80; quarters += 1)
    expect([quarters / 4, ...halfJobs(worldAfter(quarters / 4))]).toEqual([quarters / 4])
})

test('so it is where that run is killed, at whichever effect', () => {
  const { effects } = worldAfter(10.75).harep()
  expect(effects.filter(one => one.kind === 'luxi' && one.method === 'SubmitManyJobs')).toHaveLength(2)
  for (const when of ['before', 'after'] as const)
    for (let effect = 0; effect < effects.length; effect += 1) {
      const world = worldAfter(10.75)
      expect(world.harep({}, { effect, when }).outcome).toEqual({ kind: 'killed' })
      expect([when, effect, ...halfJobs(world)]).toEqual([when, effect])
    }
})
