import { setTimeout } from 'node:timers/promises'
import type { JsonValue } from '../../src/cluster/json.ts'
import type { CommandEnd } from '../fidelity/clients/run-command.ts'
import { RealCluster } from '../ganeti/real-cluster.ts'
import { RealDisks } from './real-disks.ts'
import type { HarepEnd, World } from './world.ts'

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
    harep: async () => {
      const end = cluster.harepEnd('--settle-time=0').then(read)
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

/** A line ends with the reason's code where an instance is not simply healthy. */
function read({ exitCode, stdout, stderr }: CommandEnd): HarepEnd {
  const reasons = stdout.split('\n').flatMap(line => {
    const [, instance, code] = /^(\S+): .* \[([a-z-]+)\]$/.exec(line) ?? []
    return instance === undefined || code === undefined ? [] : [[instance, code] as const]
  })
  return { exitCode, reasons: new Map(reasons), told: stdout + stderr }
}
