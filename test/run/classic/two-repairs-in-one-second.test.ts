import { expect, test } from 'vitest'
import { NO_TIME } from '../../../sim/ganeti/timing.ts'
import { World } from '../world.ts'

/**
 * A run that settles a repair and begins the next one writes two tags that the next run orders by their seconds. The
 * original sleeps in between; without that both could have the same second, and then their random ids decided which was
 * the older one. A run killed before it removed the old tag so left, now and then, a pending tag that seemed to be older
 * than a finished one: tags that contradict each other, and the end of every later run.
 */
const PREFIX = 'ganeti:watcher:autorepair'
const OLD_ID = 'ffffffff-ffff-4fff-bfff-ffffffffffff'

function settlingAndRepairing(): World {
  return new World({
    cluster: { name: 'cluster.example.com', hypervisor: 'fake', tags: [`${PREFIX}:fix-storage`] },
    timing: NO_TIME,
    groups: [{ name: 'default' }],
    nodes: [{ name: 'node1' }, { name: 'node2' }, { name: 'node3', offline: true }],
    instances: [
      {
        name: 'web1',
        diskTemplate: 'drbd',
        primary: 'node2',
        secondary: 'node3',
        tags: [`${PREFIX}:pending:fix-storage:${OLD_ID}:1500000000:`],
      },
    ],
  })
}

const CLASSIC = { classic: true, jobDelaySeconds: 0 }

test('killed anywhere, a run in no time leaves tags that the next run can order', () => {
  const effects = settlingAndRepairing().harep(CLASSIC).effects.length
  expect(effects).toBeGreaterThan(20)
  for (let effect = 0; effect < effects; effect += 1) {
    const world = settlingAndRepairing()
    world.harep(CLASSIC, { effect, when: 'after' })
    // The jobs that it left end, still in the same second.
    world.kernel.runUntil(world.kernel.nowUs)
    const { outcome } = world.harep(CLASSIC)
    expect(outcome, `killed after effect ${effect}`).toEqual({ kind: 'returned', value: 0 })
  }
})
