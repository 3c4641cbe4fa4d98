import type { Observer } from '../play/observer.ts'
import type { Stage } from '../play/stage.ts'

/** Something that must always hold, whatever happens to a cluster. One file each, listed in all.ts. */
export interface Invariant {
  readonly name: string
  /** One sentence for documents. */
  readonly about: string
  /** Watches a play, and tells it of violations. */
  watch(stage: Stage): Observer
}
