import { expect, test } from 'vitest'
import type { ClusterDefinition, InstanceDefinition } from '../../sim/ganeti/cluster-definition.ts'
import type { HealingDecision } from '../../src/planner/healing/decision.ts'
import { decisionsOf, World } from '../run/world.ts'

/*
 * The cluster of which docs/classic-differences.md tells. Debian's harep 3.0.2, run three times on it (with one healthy instance more)
 * behind a socket, left seven in Failure, too, and called the same four healthy.
 */

type Parts = Pick<InstanceDefinition, 'diskTemplate' | 'primary' | 'secondary' | 'adminState'>

const BROKEN: readonly Parts[] = [
  { diskTemplate: 'drbd', primary: 'dead1', secondary: 'ok1' },
  { diskTemplate: 'drbd', primary: 'ok1', secondary: 'dead1' },
  { diskTemplate: 'drbd', primary: 'drained1', secondary: 'ok1' },
  { diskTemplate: 'drbd', primary: 'ok1', secondary: 'drained1' },
  { diskTemplate: 'drbd', primary: 'drained1', secondary: 'drained2' },
  { diskTemplate: 'drbd', primary: 'dead1', secondary: 'drained1' },
  { diskTemplate: 'drbd', primary: 'drained1', secondary: 'dead1' },
  { diskTemplate: 'drbd', primary: 'dead1', secondary: 'dead2' },
  { diskTemplate: 'plain', primary: 'dead1' },
  { diskTemplate: 'plain', primary: 'drained1' },
  { diskTemplate: 'plain', primary: 'drained1', adminState: 'down' },
  { diskTemplate: 'file', primary: 'dead1' },
  { diskTemplate: 'rbd', primary: 'dead1' },
  { diskTemplate: 'diskless', primary: 'dead1' },
  { diskTemplate: 'rbd', primary: 'drained1' },
]

const CLUSTER: ClusterDefinition = {
  cluster: {
    name: 'cluster.example.com',
    hypervisor: 'fake',
    tags: ['ganeti:watcher:autorepair:reinstall'],
  },
  groups: [{ name: 'default' }],
  nodes: [
    { name: 'master1' },
    { name: 'ok1' },
    { name: 'ok2' },
    { name: 'ok3' },
    { name: 'drained1', drained: true },
    { name: 'drained2', drained: true },
    { name: 'dead1', offline: true, poweredOn: false },
    { name: 'dead2', offline: true, poweredOn: false },
  ],
  instances: BROKEN.map((parts, index) => ({ name: `i${index + 10}`, memoryMiB: 256, ...parts })),
}

/** How many instances a run has found in each state, and by which reasons. */
function tally(decisions: Iterable<HealingDecision>): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const { state, reason } of decisions) {
    const key = `${state} [${reason.code}]`
    counts[key] = (counts[key] ?? 0) + 1
  }
  return counts
}

test('the default heals fourteen, and says of the fifteenth what would', () => {
  const world = new World(CLUSTER)
  const last = world.cron(6).at(-1)
  expect(last && tally(decisionsOf(last).values())).toEqual({
    'healthy [nodes-fine]': 14,
    'needs-repair [copy-on-drained-node]': 1,
  })
})

test('--classic, as the original, heals four, leaves seven in Failure, and calls four healthy that are not', () => {
  const world = new World(CLUSTER)
  const last = world.cron(4, { classic: true }).at(-1)
  const counts = last?.events.find(event => event.kind === 'classic-counts')
  expect(counts?.states.filter(state => state === 'failed')).toHaveLength(7)
  expect(counts?.states.filter(state => state === 'healthy')).toHaveLength(8)
  // Seven in Failure, and four that the original does not look after.
  const stillBroken = CLUSTER.instances?.filter(({ name }) => {
    const { primary, secondaries } = world.instance(name)
    return [primary, ...secondaries].some(node => /^(dead|drained)/.test(node))
  })
  expect(stillBroken).toHaveLength(11)
})
