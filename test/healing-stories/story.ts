import type { JsonObject } from '../../src/cluster/json.ts'
import type { ReasonCode } from '../../src/planner/reason.ts'

/** Something that happens in a story. Each step is over before the next one begins. */
export type Step =
  /** The power of a node is cut: nobody has told Ganeti yet. */
  | { readonly kind: 'kill'; readonly node: string }
  /** A node gets its power back, with the volumes that it had, and an admin marks it online. */
  | { readonly kind: 'online'; readonly node: string }
  /** A guest ends behind Ganeti's back. */
  | { readonly kind: 'crash'; readonly instance: string }
  /** Whether the create scripts of the operating system fail from now on. */
  | { readonly kind: 'os creation'; readonly fails: boolean }
  /** Somebody submits jobs, all at once, and waits for them. One that fails is a mistake in the story. */
  | { readonly kind: 'jobs'; readonly jobs: readonly (readonly JsonObject[])[] }
  /** Somebody removes the records of the repairs of these instances. */
  | { readonly kind: 'forget'; readonly instances: readonly string[] }
  /** Somebody keeps nodes busy for some seconds: until then, no job gets their locks. */
  | { readonly kind: 'busy'; readonly nodes: readonly string[]; readonly seconds: number }
  /** Our harep runs, and the jobs that there are then come to their end. */
  | { readonly kind: 'harep' }
  /**
   * The same; and while harep or its jobs are at work, ganeti-watcher looks at the instance again and again, as if each
   * look were its only one: it starts what should run and is seen not to.
   */
  | { readonly kind: 'harep under watch'; readonly instance: string }
  /** The same; and as soon as an opcode of the instance's newest job has come so far, somebody submits a job. */
  | {
      readonly kind: 'harep interrupted'
      readonly stage: Stage
      readonly opcodes: readonly JsonObject[]
    }

/** An opcode that waits for its locks, or has come further. */
export interface Stage {
  readonly opcode: string
  readonly instance: string
}

/** How an instance is to end. */
export interface End {
  /** As luxid calls it: running, ADMIN_down ... */
  readonly status: string
  /** On which nodes it may be then. */
  readonly on: readonly string[]
  /** What is on its disks. An instance without disks has kept what it had. */
  readonly data: 'kept' | 'installed' | 'blank'
  /** Whether any job stopped it, or had the right to: it then ran all the time. Absent: it does not matter. */
  readonly stopped?: false
  /** Why it is not simply healthy, by the last run; absent if it is. */
  readonly reason?: ReasonCode
}

/** A story that ends the same on a real Ganeti and in the simulator: plain data. */
export interface Story {
  readonly name: string
  /** Name of its cluster file in fixtures/stories/clusters. */
  readonly cluster: string
  readonly steps: readonly Step[]
  /** What jobs must have failed with in between: else the story is no longer about what it tells. */
  readonly failures: readonly string[]
  /** The ends of all instances that the story is about, by name; there may be others. */
  readonly ends: Readonly<Record<string, End>>
}
