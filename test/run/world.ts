import {
  finishRun,
  type KillPoint,
  type Outcome,
  type SimulatedRun,
  startRun,
} from '../../sim/driver/simulated-run.ts'
import type { ClusterDefinition } from '../../sim/ganeti/cluster-definition.ts'
import { createCluster, type SimulatedCluster } from '../../sim/ganeti/simulated-cluster.ts'
import type { Kernel } from '../../sim/kernel/kernel.ts'
import { createKernel } from '../../sim/kernel/virtual-kernel.ts'
import type { HealingDecision } from '../../src/planner/healing/decision.ts'
import { defaultHealingOptions, type HealingOptions } from '../../src/run/healing/healing-options.ts'
import { runHarep } from '../../src/run/run-harep.ts'
import type { RunOptions } from '../../src/run/run-options.ts'

/** What a test can say about a run; nodes count as settled at once unless it says otherwise. */
export type TestOptions = Partial<Omit<HealingOptions, 'limits'>> & {
  readonly limits?: Partial<HealingOptions['limits']>
  readonly classic?: boolean
}

/** The options of a run. */
export function runOptions({ classic = false, ...given }: TestOptions = {}): RunOptions {
  const options = defaultHealingOptions('0.0.0')
  if (classic) {
    const { jobDelaySeconds = 10, reason, dryRun = false } = given
    return { classic, jobDelaySeconds, reason, dryRun, version: options.version }
  }
  const limits = { ...options.limits, settleSeconds: 0, ...given.limits }
  return { ...options, ...given, limits, classic }
}

const START_US = 1_795_338_000_000_000
const CRON_US = 5 * 60 * 1_000_000

/** A simulated cluster with harep on its master, in virtual time. */
export class World {
  readonly kernel: Kernel
  readonly cluster: SimulatedCluster

  constructor(definition: ClusterDefinition) {
    this.kernel = createKernel({ startUs: START_US, seed: 7 })
    this.cluster = createCluster(this.kernel, definition)
  }

  /** One run of harep, to its end (or death). */
  harep(options: TestOptions = {}, killAt?: KillPoint): SimulatedRun<0 | 1> {
    const run = this.start(options, killAt)
    finishRun(this.kernel, run)
    return run
  }

  /** A run of harep that begins now; the world goes on with it as its clock is moved. */
  start(options: TestOptions = {}, killAt?: KillPoint): SimulatedRun<0 | 1> {
    return startRun(this.kernel, this.cluster, runHarep(runOptions(options)), killAt)
  }

  /** Lets a run that was started go to its end. */
  finish(run: SimulatedRun<unknown>): void {
    finishRun(this.kernel, run)
  }

  /** Runs as cron would, five minutes after each other; stops early when a run reported nothing but its summary. */
  cron(runs: number, options: TestOptions = {}): readonly SimulatedRun<0 | 1>[] {
    const done: SimulatedRun<0 | 1>[] = []
    for (let count = 0; count < runs; count += 1) {
      done.push(this.harep(options))
      this.kernel.runUntil(this.kernel.nowUs + CRON_US)
    }
    return done
  }

  /** A node that was dead is back, with what was on its disks. */
  revive(node: string): void {
    this.cluster.powerOn(node)
    this.cluster.setNodeOffline(node, false)
  }

  /** A node dies, and its admin marks it. */
  kill(...nodes: string[]): void {
    for (const node of nodes) {
      this.cluster.powerOff(node)
      this.cluster.setNodeOffline(node, true)
    }
  }

  instance(name: string) {
    const found = this.cluster.snapshot().instances.find(instance => instance.name === name)
    if (found === undefined) throw new Error(`no instance ${name}`)
    return found
  }
}

/** The value a run returned; throws what it threw. */
export function returnedBy<T>(outcome: Outcome<T> | undefined): T {
  if (outcome?.kind === 'returned') return outcome.value
  throw outcome?.kind === 'threw' ? outcome.error : new Error(`the run was ${outcome?.kind ?? 'unfinished'}`)
}

/** What a run decided on each instance, by name. */
export function decisionsOf(run: SimulatedRun<unknown>): ReadonlyMap<string, HealingDecision> {
  const summary = run.events.find(event => event.kind === 'summary')
  return new Map(summary?.decisions.map(decision => [decision.instance, decision]))
}
