import type { JsonObject } from '../../../src/cluster/json.ts'

/**
 * What happens in a story, one thing after the other. Each step is over before the next one begins; but a job that is
 * merely submitted goes on beside what follows.
 */
export type Step =
  /** The power of a node is cut: nobody has told Ganeti yet. */
  | { readonly kind: 'kill'; readonly node: string }
  /** The power of a node is cut and an admin marks it offline. */
  | { readonly kind: 'offline'; readonly node: string }
  /** A node gets its power back and an admin marks it online. */
  | { readonly kind: 'online'; readonly node: string }
  /** Whether the create scripts of the operating system fail from now on. */
  | { readonly kind: 'os creation'; readonly fails: boolean }
  /** Debian's harep runs, with these options. */
  | { readonly kind: 'harep'; readonly options: readonly string[] }
  /** Somebody submits a job; it is waited for if `isAwaited`. */
  | { readonly kind: 'job'; readonly opcodes: readonly JsonObject[]; readonly isAwaited: boolean }
  /** Waits until the latest job with an opcode of this summary has this status. */
  | { readonly kind: 'await status'; readonly summary: string; readonly status: string }
  /** Somebody cancels the latest job with an opcode of this summary, or kills its process. */
  | { readonly kind: 'cancel'; readonly summary: string; readonly isKill: boolean }
  /** Somebody removes all tags of an instance that begin like this. */
  | { readonly kind: 'remove tags'; readonly instance: string; readonly prefix: string }
  /** Whether the job queue takes no more jobs. */
  | { readonly kind: 'queue drained'; readonly isDrained: boolean }
  /** Waits until no job is unfinished, and looks at everything. */
  | { readonly kind: 'compare' }

/** A story for two worlds: plain data. */
export interface Story {
  readonly name: string
  /** Name of its cluster file in fixtures/stories/clusters. */
  readonly cluster: string
  readonly steps: readonly Step[]
}
