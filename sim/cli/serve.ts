import { nowMicroseconds } from '../../src/cli/ports.ts'
import type { Writer } from '../../src/cli/writer.ts'
import { printable } from '../../src/report/printable.ts'
import type { ClusterDefinition } from '../ganeti/cluster-definition.ts'
import { createCluster } from '../ganeti/simulated-cluster.ts'
import { createKernel } from '../kernel/virtual-kernel.ts'
import { LuxiServer } from '../luxi-server/luxi-server.ts'
import { pacedService } from '../luxi-server/paced-service.ts'
import { systemRealTime } from '../luxi-server/real-time.ts'
import { RealTimePacer } from '../luxi-server/real-time-pacer.ts'
import { knownNode } from './known-node.ts'
import { readCluster } from './read-cluster.ts'
import { listenForStop } from './stop-request.ts'

/** The options of `harep-sim serve`. */
export interface ServeOptions {
  readonly clusterFile: string | undefined
  readonly socket: string
  readonly timeScale: number
  readonly seed: number
  /** Names of nodes without power. */
  readonly powerOff: readonly string[]
  /** Whether the end of standard input ends it. */
  readonly untilEof: boolean
}

/**
 * Serves a simulated cluster until somebody asks it to stop, and leaves no socket file behind. Throws HarepError before
 * it serves; what the simulator itself does wrong while serving ends it, and is thrown too.
 */
export async function serve(options: ServeOptions, writer: Writer): Promise<void> {
  const stop = listenForStop(options.untilEof)
  try {
    const reading = new AbortController()
    const stopped = stop.requested.then(() => reading.abort())
    const definition = await Promise.race([stopped, readCluster(options.clusterFile, reading.signal)])
    if (definition === undefined) return
    const kernel = createKernel({ startUs: nowMicroseconds(), seed: options.seed })
    const cluster = createCluster(kernel, definition)
    for (const node of options.powerOff) cluster.powerOff(knownNode(definition, '--power-off', node))

    let onDefect = (_error: unknown) => {}
    const defect = new Promise<never>((_resolve, reject) => {
      onDefect = reject
    })
    // It may come while nobody waits for it yet; whoever waits below is told all the same.
    defect.catch(() => {})
    const { timeScale } = options
    const pacer = new RealTimePacer(kernel, { timeScale, realTime: systemRealTime, onDefect })
    try {
      const service = pacedService(cluster, pacer)
      const server = await LuxiServer.listen({ path: options.socket, service, onDefect })
      try {
        writer.out(`harep-sim: serving ${summary(definition)} on ${printable(options.socket)}\n`)
        await Promise.race([stop.requested, defect])
      } finally {
        await server.close()
      }
    } finally {
      pacer.stop()
    }
  } finally {
    stop.dispose()
  }
}

function summary({ cluster, nodes, instances }: ClusterDefinition): string {
  const count = (number: number, what: string) => `${number} ${what}${number === 1 ? '' : 's'}`
  return `cluster ${printable(cluster.name)} (${count(nodes.length, 'node')}, ${count(instances.length, 'instance')})`
}
