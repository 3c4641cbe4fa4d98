import { setTimeout } from 'node:timers/promises'
import type { JsonValue } from '../../src/cluster/json.ts'
import { RealCluster } from '../ganeti/real-cluster.ts'
import { RealDisks } from './real-disks.ts'
import type { World } from './world.ts'

/** A real Ganeti, in the state of a cluster file. It stays up when the story is over: the next one resets it. */
export function realWorld(file: string): World {
  const cluster = RealCluster.up(file)
  const disks = new RealDisks(cluster.socket)
  disks.markAll()
  return {
    call: async (method: string, ...args: JsonValue[]) => await cluster.call(method, ...args),
    pause: async durationMs => {
      await setTimeout(durationMs)
    },
    harep: async options => {
      const end = cluster.harepEnd(...options)
      // It may end badly while nobody waits for it yet; whoever does later is told all the same.
      end.catch(() => {})
      return { ended: async () => await end }
    },
    powerOff: async node => cluster.kill(node),
    bringBack: async node => cluster.online(node),
    crash: async instance => disks.endGuest(instance),
    letOsCreationFail: async fails => cluster.letOsCreationFail(fails),
    settled: async () => disks.synchronise(),
    contents: async () => disks.contents(),
  }
}
