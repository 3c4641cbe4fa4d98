import type { InstanceState } from '../../src/planner/instance-state.ts'
import type { Decider } from '../../src/policy/permission.ts'
import type { DefinedDiskTemplate } from '../ganeti/cluster-definition.ts'
import type { Assumptions } from './assumptions.ts'
import type { PlayedJob } from './played-job.ts'

/** What harep would do on a cluster, to the end, and what comes of it: data, of which reports are made. Times from the start. */
export interface Plan {
  readonly cluster: { readonly name: string; readonly nodes: number; readonly instances: number }
  readonly assumptions: Assumptions
  /** What is not as it is on the real cluster, or not in the copy, as sentences. */
  readonly notes: readonly string[]
  /** The runs that did something. */
  readonly runs: readonly PlanRun[]
  readonly runCount: number
  /** Whether nothing changed any more, or there were as many runs as there may be. */
  readonly end: 'quiet' | 'bound'
  /** When the last run began after which something was different. */
  readonly lastChangeUs: number
  /** Those that are concerned, in the cluster's order. */
  readonly instances: readonly PlannedInstance[]
  /** How many others there are: healthy, and left as they are. */
  readonly othersCount: number
}

/** A run that did something, or failed. */
export interface PlanRun {
  /** From 1. */
  readonly number: number
  readonly atUs: number
  readonly steps: readonly PlanStep[]
  /** What waits for a time, where it did not in the run before. */
  readonly waits: readonly { readonly instance: string; readonly code: string; readonly sentence: string }[]
  /** What it told that the run before had not told. */
  readonly problems: readonly { readonly instance: string | undefined; readonly problem: string }[]
  /** What ended it early. */
  readonly error: string | undefined
}

/** The nodes of an instance. */
export interface Nodes {
  readonly primary: string
  readonly secondary: string | undefined
}

/** One repair of one instance. */
export interface PlanStep {
  readonly instance: string
  /** The type of the repair; undefined where the run did not say. */
  readonly type: string | undefined
  /** Why it was due, in harep's words; undefined with --classic. */
  readonly reason: { readonly code: string; readonly sentence: string } | undefined
  /** What was wrong with its nodes, as a clause; undefined where nothing was. */
  readonly trouble: string | undefined
  /** The tag that allowed it; undefined where none is found that did. */
  readonly decidedBy: Decider | undefined
  readonly job: Omit<PlayedJob, 'id' | 'instance' | 'type'>
  readonly before: Nodes
  readonly after: Nodes
}

/** A time in which an instance did not run that should have. */
export interface PlannedInterruption {
  readonly fromUs: number
  /** undefined: it is not over at the end. */
  readonly untilUs: number | undefined
}

/** What becomes of the data of an instance: `missing` where its primary node has no volumes of it, though others may. */
export type DataOutcome =
  | { readonly kind: 'kept' | 'no-disks' }
  | { readonly kind: 'unreachable' | 'missing'; readonly nodes: readonly string[] }
  | { readonly kind: 'lost'; readonly sizeMiB: number; readonly why: string }

/** An instance that something is wrong with, or that is changed. */
export interface PlannedInstance {
  readonly name: string
  readonly diskTemplate: DefinedDiskTemplate
  readonly start: Nodes & { readonly status: string }
  readonly end: Nodes & { readonly status: string }
  readonly isHealthy: boolean
  /** harep's last word on it. */
  readonly verdict:
    | { readonly state: InstanceState; readonly code: string; readonly sentence: string }
    | undefined
  /** What somebody could do so that it is healed; undefined where it is, or where the verdict says all there is to say. */
  readonly wayOut: string | undefined
  readonly interruptions: readonly PlannedInterruption[]
  readonly data: DataOutcome
}
