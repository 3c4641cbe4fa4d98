import { expect, test } from 'vitest'
import { decisionsOf, World } from '../world.ts'

test('--dry-run tells what is wrong even while the queue is drained, and a real run does nothing', () => {
  const world = new World({
    cluster: { name: 'cluster.example.com', hypervisor: 'fake' },
    groups: [{ name: 'default' }],
    nodes: ['node1', 'node2'].map(name => ({ name })),
    instances: [{ name: 'db1', diskTemplate: 'plain', primary: 'node2', memoryMiB: 128 }],
  })
  world.kill('node2')
  world.cluster.handle({ method: 'SetDrainFlag', args: [true] }, () => {})
  world.kernel.runUntil(world.kernel.nowUs + 1_000_000)
  const real = world.harep()
  expect(real.events).toEqual([{ kind: 'queue-drained' }])
  expect(real.outcome).toEqual({ kind: 'returned', value: 0 })
  const dry = world.harep({ dryRun: true })
  expect(dry.events[0]).toEqual({ kind: 'queue-drained' })
  expect(decisionsOf(dry).get('db1')).toMatchObject({ state: 'repair-disallowed' })
})
