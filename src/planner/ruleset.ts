import type { Instance } from '../cluster/instance.ts'
import type { Snapshot } from '../cluster/snapshot.ts'
import type { Diagnosis } from './diagnosis.ts'

/** A behaviour of harep: a table from what is seen to what is due. Pure: the same snapshot, the same diagnosis. */
export interface Ruleset {
  readonly name: 'classic' | 'healing'
  /** Throws DrbdWithoutSecondaryError in the classic ruleset, where the original crashes. */
  diagnose(instance: Instance, snapshot: Snapshot): Diagnosis
}
