import { expect, test } from 'vitest'
import { World } from '../world.ts'
import { clusterOfOneSlot, occupyQueue, pass, submit } from './forgotten.ts'

test('a repair that its admin cancelled before it began, since it was no longer due, was told as one without room', () => {
  const world = new World(
    clusterOfOneSlot(3, [
      { name: 'web1', diskTemplate: 'drbd', primary: 'node2', secondary: 'node3', memoryMiB: 128 },
    ]),
  )
  world.cluster.setNodeDrained('node2', true)
  occupyQueue(world, 6)
  const run = world.start()
  pass(world, 3)
  // Goes behind the repair's tag, and before the repair.
  submit(world, { OP_ID: 'OP_TEST_DELAY', duration: 60, on_master: true, on_nodes: [], priority: -10 })
  world.finish(run)
  const [job] = world.cluster.snapshot().jobs.filter(({ status }) => status === 'queued')
  expect(job).toBeDefined()
  world.cluster.handle({ method: 'CancelJob', args: [job?.id ?? 0] }, () => {})
  world.cluster.setNodeDrained('node2', false)
  pass(world, 60)
  const { events } = world.harep()
  expect(events).toContainEqual(expect.objectContaining({ kind: 'ended', outcome: 'withdrawn' }))
})
