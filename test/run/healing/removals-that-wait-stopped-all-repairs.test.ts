import { expect, test } from 'vitest'
import { World } from '../world.ts'
import { clusterOfOneSlot, pass, repairJobs, submit } from './forgotten.ts'

/*
 * Five repairs are withdrawn, since their node is back, and the job that removes their tags waits for a slot. Meanwhile another node
 * has died: what is due there has its own wait.
 */
test.each([50, 100, 200])('the slot comes free after %d s, and another node has died', seconds => {
  const instance = (name: string, primary: string, secondary: string) => ({
    name,
    diskTemplate: 'drbd' as const,
    primary,
    secondary,
    memoryMiB: 16,
  })
  const names = Array.from({ length: 5 }, (_, index) => `${index}`)
  const world = new World(
    clusterOfOneSlot(7, [
      ...names.map(name => instance(`web${name}`, 'node2', 'node3')),
      ...names.map(name => instance(`db${name}`, 'node4', 'node5')),
    ]),
  )
  world.kill('node2')
  const long = { OP_ID: 'OP_TEST_DELAY', on_master: true, on_nodes: [] }
  submit(world, { ...long, duration: 20 })
  submit(world, { ...long, duration: seconds })
  world.harep()
  expect(repairJobs(world).map(job => job.split(' ')[1])).toEqual(names.map(() => 'queued'))
  world.revive('node2')
  world.kill('node4')
  const run = world.harep()
  expect(run.outcome).toEqual({ kind: 'returned', value: 0 })
  const begun = run.events.flatMap(event => (event.kind === 'begun' ? [event.instance] : []))
  expect(begun).toEqual(names.map(name => `db${name}`))
  pass(world, 300)
  world.cron(3)
  // What stopped with node2 is the watcher's to start.
  for (const name of names) expect(world.instance(`db${name}`).status).toBe('running')
  for (const name of names) expect(world.instance(`web${name}`).tags).toEqual([])
})
