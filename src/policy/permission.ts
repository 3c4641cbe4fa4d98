import type { RepairType } from '../cluster/repair-type.ts'

/** Where a permission or suspension stands. */
export type Level = 'instance' | 'group' | 'cluster'

/** The object whose tags decided, and the tag that did. */
export interface Decider {
  readonly level: Level
  /** Name of the instance, the group or, for the cluster, the word `cluster`. */
  readonly object: string
  readonly tag: string
}

/**
 * What the tags allow for one instance. `suspended` until `untilSeconds` (seconds since the epoch), or for good where
 * that is undefined; a suspension whose tag cannot be read counts as one without end, and is marked.
 */
export type Permission =
  | { readonly kind: 'not-enabled' }
  | {
      readonly kind: 'suspended'
      readonly untilSeconds: bigint | undefined
      readonly unreadable: boolean
      readonly by: Decider
    }
  | { readonly kind: 'enabled'; readonly upTo: RepairType; readonly by: Decider }
