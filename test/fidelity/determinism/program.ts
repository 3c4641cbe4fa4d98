import { readFileSync } from 'node:fs'
import { parseClusterFile } from '../../../sim/cluster-file/parse-cluster-file.ts'
import {
  finishRun,
  finishRunOver,
  type Outcome,
  type SimulatedRun,
  startRun,
  startRunOver,
} from '../../../sim/driver/simulated-run.ts'
import { SocketTransport } from '../../../sim/driver/socket-transport.ts'
import { tracedService } from '../../../sim/driver/traced-service.ts'
import { withTripwires } from '../../../sim/driver/tripwires.ts'
import { createCluster, type SimulatedCluster } from '../../../sim/ganeti/simulated-cluster.ts'
import type { Kernel } from '../../../sim/kernel/kernel.ts'
import { createTrace, type Trace } from '../../../sim/kernel/trace.ts'
import { createKernel } from '../../../sim/kernel/virtual-kernel.ts'
import { LuxiServer } from '../../../sim/luxi-server/luxi-server.ts'
import { defaultHealingOptions } from '../../../src/run/healing/healing-options.ts'
import { runHarep } from '../../../src/run/run-harep.ts'
import { jsonOf } from './json-of.ts'

/*
 * Plays a day of a cluster and prints its trace: `program.ts CLUSTER-FILE SEED [SOCKET]`. Nodes die and come back as a
 * random stream of the kernel says, and harep runs every five minutes. With a socket the bytes really travel over it;
 * without, values are passed within the process, under tripwires.
 */

const START_US = 1_795_338_000_000_000
const RUN_EVERY_US = 300 * 1_000_000
const RUNS = 288

interface World {
  readonly kernel: Kernel
  readonly cluster: SimulatedCluster
  readonly trace: Trace
}

function createWorld(file: string, seed: number): World {
  const kernel = createKernel({ startUs: START_US, seed })
  const cluster = createCluster(kernel, parseClusterFile(readFileSync(file, 'utf8'), file))
  return { kernel, cluster, trace: createTrace(START_US) }
}

/** Now and then a node that is not the master dies, and is marked; or one that is dead comes back. */
function fate({ kernel, cluster, trace }: World): void {
  const random = kernel.random('fate')
  if (random.next() > 0.05) return
  const [, ...others] = cluster.snapshot().nodes
  const node = others[Math.floor(random.next() * others.length)]
  if (node === undefined) return
  trace.note(kernel.nowUs, node.name, node.poweredOn ? 'dies' : 'is back')
  if (node.poweredOn) cluster.powerOff(node.name)
  else cluster.powerOn(node.name)
  cluster.setNodeOffline(node.name, node.poweredOn)
}

function harep() {
  return runHarep({ ...defaultHealingOptions('0'), classic: false })
}

function noteRun({ kernel, trace }: World, { events }: SimulatedRun<number>, outcome: Outcome<number>): void {
  for (const event of events) trace.note(kernel.nowUs, 'harep', 'reports', jsonOf(event))
  trace.note(kernel.nowUs, 'harep', outcome.kind, outcome.kind === 'returned' ? outcome.value : null)
}

function playInProcess(world: World): void {
  const { kernel, cluster, trace } = world
  const service = tracedService(kernel, cluster, trace)
  for (let count = 1; count <= RUNS; count += 1) {
    fate(world)
    const run = startRun(kernel, service, harep())
    noteRun(world, run, finishRun(kernel, run))
    kernel.runUntil(Math.max(kernel.nowUs, START_US + count * RUN_EVERY_US))
  }
}

async function playOverSocket(world: World, path: string): Promise<void> {
  const { kernel, cluster, trace } = world
  const transport = new SocketTransport(kernel, path)
  const onDefect = (error: unknown): never => {
    throw error
  }
  const server = await LuxiServer.listen({
    path,
    service: transport.watched(tracedService(kernel, cluster, trace)),
    onDefect,
  })
  try {
    for (let count = 1; count <= RUNS; count += 1) {
      fate(world)
      const run = startRunOver(kernel, transport, harep())
      noteRun(world, run, await finishRunOver(kernel, transport, run))
      kernel.runUntil(Math.max(kernel.nowUs, START_US + count * RUN_EVERY_US))
    }
  } finally {
    transport.close()
    await server.close()
  }
}

const [file = '', seed = '1', socket] = process.argv.slice(2)
const world = createWorld(file, Number(seed))
if (socket === undefined) withTripwires(() => playInProcess(world))
else await playOverSocket(world, socket)
world.trace.note(world.kernel.nowUs, 'cluster', 'ends as', jsonOf(world.cluster.snapshot()))
process.stdout.write(world.trace.text())
