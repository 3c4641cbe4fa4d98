import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createCluster } from '../../../sim/ganeti/simulated-cluster.ts'
import { createKernel } from '../../../sim/kernel/virtual-kernel.ts'
import { LuxiServer } from '../../../sim/luxi-server/luxi-server.ts'
import { pacedService } from '../../../sim/luxi-server/paced-service.ts'
import { systemRealTime } from '../../../sim/luxi-server/real-time.ts'
import { RealTimePacer } from '../../../sim/luxi-server/real-time-pacer.ts'
import { simulatedTwin } from '../real-cluster-file.ts'
import { submitAndWait } from './jobs.ts'
import type { World } from './world.ts'

/** What the create script of the script's only operating system says before it fails. */
const OS_CREATION_FAILURE = 'dummy OS: told to fail'

/**
 * The simulated twin of a cluster file's real cluster behind a socket of its own. A virtual second is a real one: the
 * original sleeps between its polls, and who polls whom when is part of a story.
 */
export async function simulatedWorld(file: string): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'harep-stories-'))
  const socket = join(folder, 'luxi')
  const kernel = createKernel({ startUs: Date.now() * 1_000, seed: 1 })
  const cluster = createCluster(kernel, simulatedTwin(readFileSync(file, 'utf8')))
  let onDefect = (_error: unknown) => {}
  const broken = new Promise<never>((_resolve, reject) => {
    onDefect = reject
  })
  // It may come while nobody waits for it yet; whoever waits for it later is told all the same.
  broken.catch(() => {})
  const pacer = new RealTimePacer(kernel, { timeScale: 1, realTime: systemRealTime, onDefect })
  const server = await LuxiServer.listen({ path: socket, service: pacedService(cluster, pacer), onDefect })
  return {
    name: 'simulated',
    socket,
    kill: node => pacer.run(() => cluster.powerOff(node)),
    bringBack: async node => {
      pacer.run(() => cluster.powerOn(node))
      await submitAndWait(socket, [
        { OP_ID: 'OP_NODE_SET_PARAMS', node_name: node, force: true, offline: false },
      ])
    },
    letOsCreationFail: fails =>
      pacer.run(() => cluster.setOsCreationFailure(fails ? OS_CREATION_FAILURE : undefined)),
    broken,
    close: async () => {
      await server.close()
      pacer.stop()
      rmSync(folder, { recursive: true })
    },
  }
}
