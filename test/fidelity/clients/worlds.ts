import { join } from 'node:path'
import { clusterFile, RealCluster } from '../../ganeti/real-cluster.ts'
import { Running } from '../../sim/cli/fixture.ts'
import { gntRoot } from './gnt-root.ts'
import { comparable } from './normalise.ts'
import { runCommand } from './run-command.ts'

const CLUSTER_FILE = join(import.meta.dirname, '..', '..', '..', 'fixtures', 'clusters', 'real.yaml')

/** Runs a command as on the master of a cluster; the lines of its output as they can be compared. */
export type World = (words: readonly string[]) => Promise<readonly string[]>

/** The same cluster twice: a real one, and `harep-sim serve`, where a real second is `timeScale` virtual ones. */
export async function bothWorlds(
  timeScale: number,
): Promise<{ readonly real: World; readonly simulated: World }> {
  const cluster = RealCluster.up(clusterFile('default.cluster'))
  const realRoot = cluster.socket.slice(0, cluster.socket.indexOf('/var/run/ganeti/socket'))
  const { socketPath, root, environment } = gntRoot('node1')
  const server = new Running('harep-sim.js', [
    ...['serve', CLUSTER_FILE, '--socket', socketPath],
    ...['--time-scale', String(timeScale), '--until-eof'],
  ])
  await server.says('serving cluster')
  return {
    real: async words => comparable(await cluster.runAsMaster(words), realRoot),
    simulated: async words => comparable(await runCommand(words, environment), root),
  }
}
