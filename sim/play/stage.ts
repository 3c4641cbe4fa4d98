import { isJsonArray, type JsonObject, type JsonValue } from '../../src/cluster/json.ts'
import type { Run } from '../../src/run/effects.ts'
import type { KillPoint } from '../driver/simulated-run.ts'
import { serviceTransport, type Transport } from '../driver/transport.ts'
import type { ClusterDefinition } from '../ganeti/cluster-definition.ts'
import type { ClusterTruth } from '../ganeti/cluster-truth.ts'
import type { LuxiService } from '../ganeti/luxi-service.ts'
import { createCluster, type SimulatedCluster } from '../ganeti/simulated-cluster.ts'
import type { WrittenJob } from '../ganeti/written-job.ts'
import { createJumpingKernel, type JumpingKernel } from '../kernel/jumping-kernel.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { createKernel } from '../kernel/virtual-kernel.ts'
import type { HarepSettings } from '../scenario/harep-settings.ts'
import { Processes } from '../world/processes.ts'
import type { HarepRun, Program } from './harep-run.ts'
import type { Observer } from './observer.ts'
import { isOurRepair, isOurTagJob } from './our-jobs.ts'
import type { Pause } from './paused.ts'
import type { Violation } from './violation.ts'
import type { WireFault } from './wire-fault.ts'

/** When every play begins, in microseconds since the epoch: 22 November 2026. */
export const START_US = 1_795_338_000_000_000

/** What a world is made from: the part of a scenario that is the case before anything happens. */
export interface StageSetting {
  readonly seed: number
  readonly cluster: ClusterDefinition
  readonly harep: HarepSettings
}

/** What the next run of harep will meet. */
export interface NextRun {
  readonly killAt: KillPoint | undefined
  readonly pause: Pause | undefined
  readonly wire: readonly WireFault[]
}

export const NOTHING_BEFALLS: NextRun = { killAt: undefined, pause: undefined, wire: [] }

/** A job that something will be done to, as soon as that can be done. */
interface Awaited {
  readonly isOne: (job: WrittenJob) => boolean
  /** Gives whether it was done. */
  readonly act: (job: WrittenJob) => boolean
}

/** The world in which a scenario is played, as its faults and those who watch it see it. */
export class Stage {
  readonly setting: StageSetting
  /** What really goes on, and when. */
  readonly kernel: Kernel
  /** The same by the clocks of the cluster's machines. */
  readonly clock: JumpingKernel
  readonly cluster: SimulatedCluster
  readonly observers: Observer[] = []
  readonly violations: Violation[] = []
  readonly runs: HarepRun[] = []
  /** What may be started on each node. */
  readonly processes: ReadonlyMap<string, Processes>
  nextRun: NextRun = NOTHING_BEFALLS
  /** Until when nobody gets a connection to luxid, in microseconds of `kernel`. */
  refusedUntilUs = 0
  /** When a job's file was last written, in microseconds since the epoch. */
  jobWrittenUs = 0
  /** What one-for-each-play.ts has made for this play. */
  readonly kept = new Map<object, unknown>()
  /** The jobs whose files were lost: whatever luxid goes on to do with them, nobody can know. */
  readonly lostJobs = new Set<number>()
  /** The repairs that somebody has cancelled, with when, in microseconds since the beginning. */
  readonly cancelledJobs = new Map<number, number>()
  /** How far the clock that harep reads is ahead of the cluster's, in microseconds. */
  clockSkewUs = 0
  /** Whether cron starts the original at every other time. */
  originalTakesTurns = false
  /** Starts a run beside cron's; false where no master is there to run it. Set by the player. */
  startRun: (program: Program) => boolean = () => false
  /** How the runs of harep reach a service: within this process. */
  openTransport: (service: LuxiService) => Transport = service => serviceTransport(this.clock, service)
  readonly #lasting = new Map<string, () => void>()
  readonly #awaited = new Map<string, Awaited>()

  constructor(setting: StageSetting) {
    this.setting = setting
    this.kernel = createKernel({ startUs: START_US, seed: setting.seed })
    this.clock = createJumpingKernel(this.kernel)
    this.cluster = createCluster(this.clock, setting.cluster)
    this.processes = new Map(
      this.cluster.nodeNames.map(name => [name, new Processes(this.clock, this.cluster, name)]),
    )
    this.cluster.watchJobs(job => {
      this.jobWrittenUs = this.kernel.nowUs
      for (const observer of this.observers) observer.jobWritten?.(job)
      if (this.#awaited.size > 0) this.#meet(job)
    })
    this.cluster.watchGuests((instance, runs) => {
      for (const observer of this.observers) observer.guestChanged?.(instance, runs)
    })
  }

  get truth(): ClusterTruth {
    return this.cluster.truth
  }

  /** Microseconds since the beginning. */
  get elapsedUs(): number {
    return this.kernel.nowUs - START_US
  }

  /** A node of the configuration. Throws RangeError for a name that is none: a scenario is checked before it is played. */
  node(name: string) {
    return present(this.truth.nodesByName.get(name), `node ${name}`)
  }

  /** An instance of the configuration; throws as node() does. */
  instance(name: string) {
    return present(this.truth.instancesByName.get(name), `instance ${name}`)
  }

  /** The master, unless it has no power. */
  get runningMaster(): string | undefined {
    const { cluster } = this
    const master = cluster.nodeNames.find(name => cluster.machine(name).isMaster)
    return master !== undefined && cluster.machine(master).isPoweredOn ? master : undefined
  }

  /** Starts a client of luxid on the master; false where there is none. */
  startOnMaster(run: Run<unknown>): boolean {
    const processes = this.processes.get(this.runningMaster ?? '')
    processes?.start(run)
    return processes !== undefined
  }

  /** Somebody asks luxid, who does not wait for the answer. False where nobody listens, or luxid refuses at once. */
  letAsk(method: string, ...args: JsonValue[]): boolean {
    const close = this.cluster.connect(() => {})
    if (close === undefined) return false
    let isRefused = false
    this.cluster.handle({ method, args }, ({ success, result }) => {
      isRefused = !success || (isJsonArray(result) && result[0] === false)
    })
    close()
    return !isRefused
  }

  /** Somebody submits a job, and does not wait for it; as letAsk(). */
  letSubmit(...opcodes: JsonObject[]): boolean {
    return this.letAsk(
      'SubmitJob',
      opcodes.map(opcode => ({ reason: [], ...opcode })),
    )
  }

  /** Something lasts until `undo` or finish(name) is called; what lasted under this name before ends. */
  last(name: string, undo: () => void): void {
    this.finish(name)
    this.#lasting.set(name, undo)
  }

  /** Ends what lasts under a name; false where nothing does. */
  finish(name: string): boolean {
    const undo = this.#lasting.get(name)
    this.#lasting.delete(name)
    undo?.()
    return undo !== undefined
  }

  /** Ends all that lasts under a name or, with something behind a blank, under that. */
  finishAll(name: string): void {
    for (const one of [...this.#lasting.keys()])
      if (one === name || one.startsWith(`${name} `)) this.finish(one)
  }

  /** Whether something lasts under a name or, with something behind a blank, under that. */
  lasts(name: string): boolean {
    return [...this.#lasting.keys()].some(one => one === name || one.startsWith(`${name} `))
  }

  /** Something that would have lasted has ended by itself. */
  forget(name: string): void {
    this.#lasting.delete(name)
  }

  /**
   * Does something to the newest repair of harep's that lets it be done, or, until finish(name), to the first that comes to
   * be so.
   */
  toNextRepair(name: string, act: (job: WrittenJob) => boolean): void {
    this.#toNext(name, { isOne: isOurRepair, act })
  }

  /** The same with the jobs in which harep writes tags. */
  toNextTagJob(name: string, act: (job: WrittenJob) => boolean): void {
    this.#toNext(name, { isOne: isOurTagJob, act })
  }

  #toNext(name: string, awaited: Awaited): void {
    const jobs = this.cluster.jobs().filter(awaited.isOne).reverse()
    if (jobs.some(awaited.act)) return
    this.last(name, () => this.#awaited.delete(name))
    this.#awaited.set(name, awaited)
  }

  #meet(job: WrittenJob): void {
    // Not while the job's file is being written, but right after.
    for (const [name, awaited] of this.#awaited)
      if (awaited.isOne(job))
        this.kernel.after(0, () => {
          if (this.#awaited.get(name) === awaited && awaited.act(job)) this.finish(name)
        })
  }

  violate(invariant: string, what: string): void {
    this.violations.push({ invariant, what, atUs: this.elapsedUs })
  }
}

function present<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new RangeError(`the scenario's cluster has no ${what}`)
  return value
}
