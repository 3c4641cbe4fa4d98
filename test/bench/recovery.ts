import { finishRun, startRun } from '../../sim/driver/simulated-run.ts'
import { createCluster, type SimulatedCluster } from '../../sim/ganeti/simulated-cluster.ts'
import type { Kernel } from '../../sim/kernel/kernel.ts'
import { createKernel } from '../../sim/kernel/virtual-kernel.ts'
import { isJsonArray, type JsonValue } from '../../src/cluster/json.ts'
import { perform, type Run } from '../../src/run/effects.ts'
import { defaultHealingOptions } from '../../src/run/healing/healing-options.ts'
import { runHarep } from '../../src/run/run-harep.ts'
import type { RunOptions } from '../../src/run/run-options.ts'
import { DEAD_NODE, deadNodeCluster } from './clusters.ts'
import { printRow } from './rows.ts'

/*
 * How long two hundred instances are down whose node has died, in virtual time: with the durations that were measured on a
 * real Ganeti, twenty job slots, and harep started at once and then every five minutes. For Debian's harep stands --classic:
 * it does what the original does, its sleeps and its job delay included, and needs no real minutes for it.
 *
 * No tool can be faster than Ganeti's locks: a failover holds the lock of the node that the instance leaves, so those off
 * one node run one after another, and all of them take at least the sum of their durations.
 */
const INSTANCES = 200
const RUN_EVERY_US = 300_000_000
const RUNS_MAX = 20
/** How closely the end is looked for. */
const LOOK_EVERY_US = 200_000

interface Recovery {
  readonly seconds: number
  readonly boundSeconds: number
  readonly runs: number
}

const VERSION = '0.0.0'

/** Prints the rows on the time until all instances run again. */
export function benchRecovery(): void {
  const ours = recover({ ...defaultHealingOptions(VERSION), classic: false })
  const classic = { classic: true, reason: undefined, dryRun: false, version: VERSION } as const
  const other = recover({ ...classic, jobDelaySeconds: 10 })
  const undelayed = recover({ ...classic, jobDelaySeconds: 0 })
  printRow(`${INSTANCES} instances run again, simulated time`, [
    `${ours.seconds.toFixed(0)} s`,
    `original ${other.seconds.toFixed(0)} s`,
    `${(ours.seconds / other.seconds).toFixed(2)} x original`,
    `no delay ${undelayed.seconds.toFixed(0)} s`,
    `${(ours.seconds / undelayed.seconds).toFixed(2)} x no delay`,
  ])
  printRow("    bound of the dead node's lock", [
    `${ours.boundSeconds.toFixed(0)} s`,
    `${(ours.seconds / ours.boundSeconds).toFixed(2)} x bound`,
    `runs: ${ours.runs} and ${other.runs}`,
  ])
}

function recover(options: RunOptions): Recovery {
  const kernel = createKernel({ startUs: 1_795_338_000_000_000, seed: 1 })
  const cluster = createCluster(kernel, deadNodeCluster(INSTANCES, {}))
  cluster.powerOff(DEAD_NODE)
  cluster.setNodeOffline(DEAD_NODE, true)
  const startUs = kernel.nowUs
  let runs = 0
  let endUs: number | undefined
  while (endUs === undefined && runs < RUNS_MAX) {
    const run = startRun(kernel, cluster, runHarep(options))
    runs += 1
    const nextRunUs = startUs + runs * RUN_EVERY_US
    while (endUs === undefined && (kernel.nowUs < nextRunUs || run.outcome === undefined)) {
      kernel.runUntil(kernel.nowUs + LOOK_EVERY_US)
      if (allRun(cluster)) endUs = kernel.nowUs
    }
    if (run.outcome?.kind === 'threw') throw run.outcome.error
  }
  if (endUs === undefined) throw new Error(`not all instances run after ${RUNS_MAX} runs`)
  return { seconds: (endUs - startUs) / 1e6, boundSeconds: failoverSeconds(kernel, cluster), runs }
}

function allRun(cluster: SimulatedCluster): boolean {
  return cluster.snapshot().instances.every(({ runningOn }) => runningOn.length === 1)
}

/** The sum of the times for which the failovers held their locks: from the start of their execution to its end. */
function failoverSeconds(kernel: Kernel, cluster: SimulatedCluster): number {
  // Those that are not over yet when all instances run are as long as the others.
  const outcome = finishRun(kernel, startRun(kernel, cluster, failovers()))
  if (outcome.kind !== 'returned') throw new Error('the jobs could not be asked for')
  const times = outcome.value
  return (times.reduce((sum, time) => sum + time, 0) / times.length) * INSTANCES
}

function* failovers(): Run<readonly number[]> {
  yield* perform({ kind: 'connect' })
  const fields = ['summary', 'opexec', 'opend']
  const rows = yield* perform({ kind: 'luxi', method: 'QueryJobs', args: [null, fields] })
  return list(rows).flatMap(row => {
    const [summaries, starts, ends] = list(row).map(list)
    return (summaries ?? []).flatMap((summary, index) => {
      const [start, end] = [secondsOf(starts?.[index]), secondsOf(ends?.[index])]
      const isFailover = typeof summary === 'string' && summary.startsWith('INSTANCE_FAILOVER(')
      return isFailover && start !== undefined && end !== undefined ? [end - start] : []
    })
  })
}

/** A time as luxid tells it: `[seconds, microseconds]`, or null. */
function secondsOf(time: JsonValue | undefined): number | undefined {
  const [seconds, microseconds] = isJsonArray(time) ? time : []
  return typeof seconds === 'number' && typeof microseconds === 'number'
    ? seconds + microseconds / 1e6
    : undefined
}

function list(value: JsonValue | undefined): readonly JsonValue[] {
  return isJsonArray(value) ? value : []
}
