import { failover } from '../../src/cluster/opcode.ts'
import { annotate } from '../../src/run/annotate.ts'
import { runDebian } from '../conformance/debian-tools.ts'
import { clusterFile, RealCluster } from './real-cluster.ts'

/** The node that dies, with the primaries of all twelve. */
const DEAD = 'node2'

/** How seldom it is looked whether all is over, since luxid shares its processors with what is measured. */
const LOOK_EVERY_MS = 2_000

/** Who fails the twelve instances over, and how it is started. */
export interface Contender {
  readonly name: string
  readonly run: (cluster: RealCluster) => Promise<unknown>
}

export const OURS: Contender = {
  name: 'our harep',
  run: async cluster => await cluster.harepEnd('--settle-time=0'),
}

export function debian(...options: string[]): Contender {
  return {
    name: ["Debian's harep", ...options].join(' '),
    run: async cluster => await runDebian('harep', [`-L${cluster.socket}`, ...options]),
  }
}

/** Nobody's repair but the least that Ganeti can be asked: the failovers at once, with no tag. What takes longer is the price of tags. */
export const BARE: Contender = {
  name: 'the failovers alone',
  run: async cluster => {
    // The rows are as the fields asked for.
    const rows = (await cluster.call('QueryInstances', [], ['name', 'pnode'], false)) as [string, string][]
    const dead = rows.filter(([, primary]) => primary === DEAD).map(([name]) => name)
    const author = { version: 'test', reason: undefined }
    const jobs = dead.map(name => [annotate(failover(name), author, 0)])
    return await cluster.call('SubmitManyJobs', jobs)
  },
}

/** How many nodes the cluster has: each of them takes its part of this machine's processors, which in earnest it does not. */
export type Nodes = 'three' | 'five'

/** What came of it. */
export interface Race {
  /** From the start of harep until the last failover was over. */
  readonly seconds: number
  /** The names of those that run. */
  readonly running: readonly string[]
}

/**
 * Brings up a real Ganeti of which a node with the primaries of twelve instances has died and been marked offline, and
 * lets somebody repair it.
 */
export async function failOverTwelve({ run }: Contender, nodes: Nodes): Promise<Race> {
  const cluster = RealCluster.up(clusterFile(`twelve-on-${nodes}.cluster`))
  cluster.offline(DEAD)
  const startMs = Date.now()
  await run(cluster)
  await cluster.quiet(LOOK_EVERY_MS)
  // Of luxid's own clock, which is this machine's: asking again and again would keep the nodes busy.
  const endsMs = await endsOfFailovers(cluster)
  return { seconds: (Math.max(...endsMs) - startMs) / 1_000, running: await runningInstances(cluster) }
}

async function endsOfFailovers(cluster: RealCluster): Promise<readonly number[]> {
  // The rows are as the fields asked for; a job that is over has an end, in seconds and microseconds.
  const rows = (await cluster.call('QueryJobs', null, ['summary', 'end_ts'])) as [
    string[],
    [number, number],
  ][]
  return rows
    .filter(([summary]) => summary.some(opcode => opcode.startsWith('INSTANCE_FAILOVER(')))
    .map(([, [seconds, microseconds]]) => seconds * 1_000 + microseconds / 1_000)
}

async function runningInstances(cluster: RealCluster): Promise<readonly string[]> {
  // The rows are as the fields asked for.
  const rows = (await cluster.call('QueryInstances', [], ['name', 'status'], false)) as [string, string][]
  return rows.filter(([, status]) => status === 'running').map(([name]) => name)
}
