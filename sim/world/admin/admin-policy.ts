/** A delay that is drawn from the random stream `admin` each time it counts: evenly between the two, in seconds. */
export interface DelayRange {
  readonly minS: number
  readonly maxS: number
}

/** What an admin does, as plain data; each policy acts for itself. */
export type AdminPolicy =
  /**
   * A node that gives no data is marked offline. `fences` says whether its power is cut before: without that, a node that is
   * only cut off goes on to run its guests, while somebody starts them elsewhere.
   */
  | { readonly kind: 'mark-offline'; readonly delay: DelayRange; readonly fences: boolean }
  /** A node marked offline is repaired, booted, freed of volumes that nobody knows any more, and brought back. */
  | { readonly kind: 'bring-back'; readonly delay: DelayRange }
  /** Results of repairs that failed are cleared, so that they are tried again. */
  | { readonly kind: 'clear-failures'; readonly delay: DelayRange }
  /** The queue is drained now and then, and undrained again. */
  | { readonly kind: 'drain-queue'; readonly delay: DelayRange; readonly duration: DelayRange }
  /** A master candidate is made the master when luxid is not there, or sees less than half of the nodes. */
  | { readonly kind: 'fail-master-over'; readonly delay: DelayRange }
