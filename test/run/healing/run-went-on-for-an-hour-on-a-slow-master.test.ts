import { expect, test } from 'vitest'
import type { ClusterDefinition } from '../../../sim/ganeti/cluster-definition.ts'
import { returnedBy, World } from '../world.ts'

/*
 * Each master candidate that is dead and not marked offline makes each status change of a job take 5 s longer. Waits were bounded for each
 * chunk, but nothing bounded a run: one with many chunks went on for more than an hour, while cron started one every five minutes.
 */
const INSTANCES = 40
const CLUSTER: ClusterDefinition = {
  cluster: { name: 'cluster.example.com', hypervisor: 'fake', tags: ['ganeti:watcher:autorepair:failover'] },
  groups: [{ name: 'default' }],
  nodes: Array.from({ length: 9 }, (_, index) => ({ name: `node${index + 1}`, memoryMiB: 65_536 })),
  instances: Array.from({ length: INSTANCES }, (_, index) => ({
    name: `inst${index}`,
    diskTemplate: 'drbd' as const,
    primary: 'node2',
    secondary: `node${3 + (index % 3)}`,
    memoryMiB: 128,
  })),
}

test('a run that had much to do on a slow master went on for an hour: it stops between two chunks, and the next ones go on', () => {
  const world = new World(CLUSTER)
  world.kill('node2')
  for (const node of ['node6', 'node7', 'node8', 'node9']) world.cluster.powerOff(node)
  const startUs = world.kernel.nowUs
  const first = world.harep()
  expect((world.kernel.nowUs - startUs) / 1e6).toBeLessThan(900)
  expect(returnedBy(first.outcome)).toBe(0)
  const begun = first.events.filter(({ kind }) => kind === 'begun').length
  expect(begun).toBeGreaterThan(0)
  expect(begun).toBeLessThan(INSTANCES)
  const why = 'this run has been at it for 10 minutes and begins nothing more; the next one goes on'
  expect(first.events).toContainEqual({
    kind: 'warning',
    warning: `${INSTANCES - begun} repairs wait: ${why}`,
  })
  const [summary] = first.events.filter(event => event.kind === 'summary')
  const left = summary?.decisions.filter(({ reason }) => reason.code === 'problem' && reason.problem === why)
  expect(left).toHaveLength(INSTANCES - begun)

  world.cron(6)
  const statuses = world.cluster.snapshot().instances.map(({ status }) => status)
  expect(statuses).toEqual(CLUSTER.instances?.map(() => 'running'))
})
