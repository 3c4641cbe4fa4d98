import type { Happening } from '../faults/all.ts'
import type { ClusterDefinition } from '../ganeti/cluster-definition.ts'
import type { Expectation } from './expectation.ts'
import type { HarepSettings } from './harep-settings.ts'

/**
 * A story as plain data: a cluster, what happens to it, and what is to come of it. Whoever has one can play it again, after any
 * change of the generators that once made it.
 */
export interface Scenario {
  /** In one sentence: what it teaches, or what it found. */
  readonly description: string
  /** Of all that is left to chance: durations, UUIDs, boot ids. */
  readonly seed: number
  readonly cluster: ClusterDefinition
  readonly harep: HarepSettings
  /** In the order of their times. */
  readonly timeline: readonly Happening[]
  /** The faults go on for so long at least, be the timeline over or not. */
  readonly lastsSeconds?: number
  readonly expect?: Expectation
}
