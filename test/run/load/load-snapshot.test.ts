import { expect, test } from 'vitest'
import { finishRun, startRun } from '../../../sim/driver/simulated-run.ts'
import type { Snapshot } from '../../../src/cluster/snapshot.ts'
import { perform, type Run } from '../../../src/run/effects.ts'
import { loadSnapshot, type Tolerance } from '../../../src/run/load/load-snapshot.ts'
import { returnedBy, World } from '../world.ts'

const world = new World({
  cluster: { name: 'cluster.example.com', hypervisor: 'fake' },
  groups: [{ name: 'default' }],
  nodes: [{ name: 'node1' }, { name: 'node2', offline: true, mtimeSeconds: 1_795_000_000 }],
  instances: [{ name: 'web1', diskTemplate: 'plain', primary: 'node1', memoryMiB: 512, minMemoryMiB: 256 }],
})

function load(tolerance: Tolerance): Snapshot {
  function* connected(): Run<Snapshot> {
    yield* perform({ kind: 'connect' })
    return yield* loadSnapshot(tolerance)
  }
  const run = startRun(world.kernel, world.cluster, connected())
  finishRun(world.kernel, run)
  return returnedBy(run.outcome)
}

test('harep knows when a node was marked, what memory an instance cannot do without, and when it was changed', () => {
  const { nodes, instances } = load('tolerant')
  expect(nodes.get('node2')).toMatchObject({ offline: true, mtimeSeconds: 1_795_000_000 })
  expect(instances).toMatchObject([
    { adminState: 'up', memoryMiB: 512, minMemoryMiB: 256, mtimeSeconds: expect.any(Number) },
  ])
})

test('--classic asks for none of that, as the original does not', () => {
  const { nodes, instances } = load('strict')
  expect(nodes.get('node2')).toMatchObject({ mtimeSeconds: undefined })
  expect(instances).toMatchObject([{ adminState: undefined, minMemoryMiB: 512, mtimeSeconds: undefined }])
})
