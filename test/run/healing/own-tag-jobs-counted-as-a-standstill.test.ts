import { expect, test } from 'vitest'
import { World } from '../world.ts'
import { pass } from './forgotten.ts'

/*
 * The results of a first failure are to be written when a second node dies. The jobs that write them fill all slots for more than
 * the time that one is given to begin, and each that waits has only its siblings before it.
 */
test.each([
  { results: 100, slots: 1 },
  { results: 200, slots: 2 },
])('$results results, $slots slots, and a second node has died', ({ results, slots }) => {
  const world = new World({
    cluster: {
      name: 'cluster.example.com',
      hypervisor: 'fake',
      maxRunningJobs: slots,
      tags: ['ganeti:watcher:autorepair:failover'],
    },
    groups: [{ name: 'default' }],
    nodes: Array.from({ length: 8 }, (_, index) => ({ name: `node${index + 1}`, memoryMiB: 65_536 })),
    instances: Array.from({ length: results + 5 }, (_, index) => ({
      name: `inst${index}`,
      diskTemplate: 'drbd',
      primary: index < results ? 'node2' : 'node5',
      secondary: index < results ? 'node3' : 'node6',
      memoryMiB: 4,
      disksMiB: [16],
    })),
  })
  world.kill('node2')
  world.harep()
  for (let tries = 0; tries < 100 && !world.cluster.isQueueIdle(); tries += 1) pass(world, 10)
  world.kill('node5')
  const run = world.harep()
  const begun = run.events.flatMap(event => (event.kind === 'begun' ? [event.instance] : []))
  for (let index = results; index < results + 5; index += 1) expect(begun).toContain(`inst${index}`)
  const told = run.events.flatMap(event => (event.kind === 'problem' ? [event.problem] : []))
  expect(told.filter(problem => problem.includes('did not begin'))).toEqual([])
})
