import { RealCluster } from '../../ganeti/real-cluster.ts'
import type { World } from './world.ts'

/** A real Ganeti, in the state of a cluster file. It stays up when the story is over: the next one resets it. */
export function realWorld(file: string): World {
  const cluster = RealCluster.up(file)
  return {
    name: 'real',
    socket: cluster.socket,
    kill: node => cluster.kill(node),
    bringBack: async node => cluster.online(node),
    letOsCreationFail: fails => cluster.letOsCreationFail(fails),
    broken: new Promise(() => {}),
    close: async () => {},
  }
}
