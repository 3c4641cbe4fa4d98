import { join } from 'node:path'
import { clusterFile, RealCluster } from '../../ganeti/real-cluster.ts'
import { Running } from '../../sim/cli/fixture.ts'
import { gntRoot } from './gnt-root.ts'
import { comparable } from './normalise.ts'
import { runCommand } from './run-command.ts'

const CLUSTER_FILE = join(import.meta.dirname, '..', '..', '..', 'fixtures', 'clusters', 'real.yaml')

/** Ganeti's commands take half a second each to start; what they wait for need not take its time as well. */
const TIME_SCALE = 20

/** Runs a command as on the master of a cluster; the lines of its output as they can be compared. */
export type World = (words: readonly string[]) => Promise<readonly string[]>

/** The same cluster twice: a real one, and `harep-sim serve`. */
export async function bothWorlds(): Promise<{ readonly real: World; readonly simulated: World }> {
  const cluster = RealCluster.up(clusterFile('default.cluster'))
  const realRoot = cluster.socket.slice(0, cluster.socket.indexOf('/var/run/ganeti/socket'))
  const { socketPath, root, environment } = gntRoot('node1')
  const server = new Running('harep-sim.js', [
    ...['serve', CLUSTER_FILE, '--socket', socketPath],
    ...['--time-scale', String(TIME_SCALE), '--until-eof'],
  ])
  await server.says('serving cluster')
  return {
    real: async words => comparable(await cluster.runAsMaster(words), realRoot),
    simulated: async words => comparable(await runCommand(words, environment), root),
  }
}
