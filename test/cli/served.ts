import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { ClusterDefinition } from '../../sim/ganeti/cluster-definition.ts'
import type { LuxiService } from '../../sim/ganeti/luxi-service.ts'
import { createCluster, type SimulatedCluster } from '../../sim/ganeti/simulated-cluster.ts'
import { NO_TIME } from '../../sim/ganeti/timing.ts'
import { createKernel } from '../../sim/kernel/virtual-kernel.ts'
import { LuxiServer } from '../../sim/luxi-server/luxi-server.ts'

/** A drbd instance that may be failed over, and one that nobody spoke for; no operation takes time. */
const TWO_INSTANCES: ClusterDefinition = {
  cluster: { name: 'cluster.example.com', hypervisor: 'fake' },
  timing: NO_TIME,
  groups: [{ name: 'default' }],
  nodes: ['node1', 'node2', 'node3', 'node4'].map(name => ({ name })),
  instances: [
    {
      name: 'web1',
      diskTemplate: 'drbd',
      primary: 'node2',
      secondary: 'node3',
      tags: ['ganeti:watcher:autorepair:failover'],
    },
    { name: 'web2', diskTemplate: 'drbd', primary: 'node2', secondary: 'node4' },
  ],
}

/** A simulated cluster behind a real socket, for the length of one test; its time runs on as soon as it is asked. */
export async function served(
  definition: ClusterDefinition = TWO_INSTANCES,
): Promise<{ readonly cluster: SimulatedCluster; readonly path: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'harep-test-'))
  const kernel = createKernel({ startUs: Date.now() * 1000, seed: 1 })
  const cluster = createCluster(kernel, definition)
  const service: LuxiService = {
    unparsable: text => cluster.unparsable(text),
    handle(request, reply) {
      cluster.handle(request, reply)
      while (kernel.step());
    },
  }
  const path = join(folder, 'socket')
  const server = await LuxiServer.listen({
    path,
    service,
    onDefect: error => {
      throw error
    },
  })
  onTestFinished(async () => {
    await server.close()
    rmSync(folder, { recursive: true })
  })
  return { cluster, path }
}
