import { expect, test } from 'vitest'
import { execError } from '../../../sim/ganeti/ganeti-failure.ts'
import { clusterOf, drbd, single } from '../killed/scenario.ts'
import { Stage } from '../killed/stage.ts'

/* A run with --wait=3600 follows a copy that takes more than an hour, and a node dies in the first minute. */
function deadNodeDuringAWait(): Stage {
  const nodes = [1, 2, 3, 4, 5, 6].map(number => ({ name: `node${number}`, diskMiB: 10_000_000 }))
  const world = new Stage(
    clusterOf(
      6,
      [
        single('big', 'plain', 'node4', 'failover', { adminState: 'down', disksMiB: [300_000] }),
        drbd('web1', ['node2', 'node3'], 'failover'),
      ],
      { nodes },
    ),
  )
  world.submit({ OP_ID: 'OP_NODE_SET_PARAMS', node_name: 'node4', drained: true })
  world.pass(10)
  world.kernel.after(60_000_000, () => world.kill('node2'))
  return world
}

test('the run waited for all repairs that were under way, and kept those of cron out for an hour', () => {
  const world = deadNodeDuringAWait()
  const startUs = world.kernel.nowUs
  let isUpUs = 0
  world.once('OP_INSTANCE_FAILOVER', 'success', () => {
    isUpUs = world.kernel.nowUs
  })
  const run = world.harep({ waitSeconds: 3600 })
  expect(run.outcome).toEqual({ kind: 'returned', value: 0 })
  expect(isUpUs).toBeGreaterThan(0)
  expect((isUpUs - startUs) / 1e6).toBeLessThan(400)
  const seconds = (world.kernel.nowUs - startUs) / 1e6
  expect(seconds).toBeGreaterThanOrEqual(3600)
  expect(seconds).toBeLessThan(3630)
  expect(world.violations).toEqual([])
  // Each of the dozen rounds asks some twenty things, and waiting for five minutes some thirty.
  expect(run.effects.length).toBeLessThan(900)
  // Told is each wait for others than before.
  expect(run.events.filter(({ kind }) => kind === 'waiting').length).toBeLessThan(5)
})

test('what fails during a wait is tried again by the next round that comes when cron would have begun a run', () => {
  const world = deadNodeDuringAWait()
  world.cluster.failNext('OP_INSTANCE_FAILOVER', execError('it failed'))
  world.harep({ waitSeconds: 1800 })
  expect([...world.repairs.values()].filter(({ instance }) => instance === 'web1')).toMatchObject([
    { type: 'failover', status: 'error' },
    { type: 'failover', status: 'success' },
    { type: 'fix-storage' },
  ])
  expect(world.instance('web1').status).toBe('running')
})
