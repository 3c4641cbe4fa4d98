import type { KillPoint } from '../driver/simulated-run.ts'
import type { ClusterDefinition } from '../ganeti/cluster-definition.ts'
import type { ClusterTruth } from '../ganeti/cluster-truth.ts'
import { createCluster, type SimulatedCluster } from '../ganeti/simulated-cluster.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { createKernel } from '../kernel/virtual-kernel.ts'
import type { HarepSettings } from '../scenario/harep-settings.ts'
import type { HarepRun, Program } from './harep-run.ts'
import type { Observer } from './observer.ts'
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

/** What the next run of harep that cron starts will meet. */
interface NextRun {
  killAt: KillPoint | undefined
  wire: readonly WireFault[]
}

/** The world in which a scenario is played, as its faults and those who watch it see it. */
export class Stage {
  readonly setting: StageSetting
  readonly kernel: Kernel
  readonly cluster: SimulatedCluster
  readonly observers: Observer[] = []
  readonly violations: Violation[] = []
  readonly runs: HarepRun[] = []
  nextRun: NextRun = { killAt: undefined, wire: [] }
  /** How far the clock that harep reads is ahead of the cluster's, in microseconds. */
  clockSkewUs = 0
  /** Starts a run beside cron's. Set by the player. */
  startRun: (program: Program) => void = () => {}

  constructor(setting: StageSetting) {
    this.setting = setting
    this.kernel = createKernel({ startUs: START_US, seed: setting.seed })
    this.cluster = createCluster(this.kernel, setting.cluster)
    this.cluster.watchJobs(job => {
      for (const observer of this.observers) observer.jobWritten?.(job)
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

  violate(invariant: string, what: string): void {
    this.violations.push({ invariant, what, atUs: this.elapsedUs })
  }
}

function present<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new RangeError(`the scenario's cluster has no ${what}`)
  return value
}
