import type { LuxiService } from '../../sim/ganeti/luxi-service.ts'
import { createCluster } from '../../sim/ganeti/simulated-cluster.ts'
import { NO_TIME } from '../../sim/ganeti/timing.ts'
import { createKernel } from '../../sim/kernel/virtual-kernel.ts'
import { LuxiServer } from '../../sim/luxi-server/luxi-server.ts'
import { isJsonObject, type JsonValue } from '../../src/cluster/json.ts'
import { DEAD_NODE, deadNodeCluster } from './clusters.ts'
import { OURS, original, withSocketPath } from './commands.ts'
import { type Cost, costOf } from './measure.ts'
import { printRow } from './rows.ts'

/*
 * Two hundred instances of one dead node, where every job is over at once: how long it takes until the last repair is in the
 * queue and its tag on record, and how many requests each repair costs. The seconds are those of harep alone, then.
 */
const REPAIRS = 200
const RESCUES = 5

/** Methods that change something; what is asked before the first of them is loading. */
const CHANGING = /^(?:Submit|Cancel|Change|Replace|Delete|Archive|Set)/

interface Rescue {
  /** From the start of the command until the last submission was answered. */
  readonly seconds: number
  /** From the first request that changes anything. */
  readonly requests: number
  readonly cost: Cost
}

/** Prints the rows on the repairs for one dead node. */
export async function benchDeadNode(): Promise<void> {
  const rescues: Rescue[] = []
  // Several, and the median: the server runs the jobs, and V8 has compiled it only after the first.
  for (let count = 0; count < RESCUES; count += 1) rescues.push(await rescue(OURS))
  const ours = rescues.sort((a, b) => a.seconds - b.seconds)[Math.floor(RESCUES / 2)]
  if (!ours) throw new Error('nothing was measured')
  const other = original ? await rescue([original, '--job-delay=0']) : undefined
  printRow(`${REPAIRS} failovers queued and tagged, no job delay`, [
    `${ours.seconds.toFixed(3)} s`,
    ...(other
      ? [`original ${other.seconds.toFixed(1)} s`, `${(other.seconds / ours.seconds).toFixed(0)} x as fast`]
      : []),
  ])
  const perRepair = ({ requests }: Rescue) => (requests / REPAIRS).toFixed(2)
  printRow('    of which processor time', [
    `harep ${ours.cost.processorSeconds.toFixed(2)} s`,
    `the server ${ours.cost.serverSeconds.toFixed(2)} s`,
  ])
  printRow('    requests for each repair, loading left out', [
    perRepair(ours),
    ...(other ? [`original ${perRepair(other)}`] : []),
  ])
}

async function rescue(command: readonly string[]): Promise<Rescue> {
  const kernel = createKernel({ startUs: Date.now() * 1000, seed: 1 })
  const cluster = createCluster(kernel, deadNodeCluster(REPAIRS, NO_TIME))
  cluster.powerOff(DEAD_NODE)
  cluster.setNodeOffline(DEAD_NODE, true)
  let requests = 0
  let lastSubmission = 0
  const service: LuxiService = {
    unparsable: text => cluster.unparsable(text),
    handle(request, reply) {
      const method = methodOf(request)
      if (requests > 0 || CHANGING.test(method)) requests += 1
      cluster.handle(request, answer => {
        if (method.startsWith('Submit')) lastSubmission = performance.now()
        reply(answer)
      })
      while (kernel.step());
    },
  }
  return await withSocketPath(async path => {
    const server = await LuxiServer.listen({
      path,
      service,
      onDefect: error => {
        throw error
      },
    })
    const [program = '', ...options] = command
    const began = performance.now()
    const cost = await costOf(program, ...options, `-L${path}`)
    await server.close()
    const repaired = cluster.snapshot().instances.filter(({ primary }) => primary !== DEAD_NODE)
    if (repaired.length !== REPAIRS)
      throw new Error(`${repaired.length} of ${REPAIRS} instances were repaired`)
    return { seconds: (lastSubmission - began) / 1000, requests, cost }
  })
}

function methodOf(request: JsonValue): string {
  const method = isJsonObject(request) ? request['method'] : undefined
  return typeof method === 'string' ? method : ''
}
