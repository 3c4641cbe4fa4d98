import type { Opcode } from '../cluster/opcode.ts'
import type { RepairType } from '../cluster/repair-type.ts'
import type { MissingResources } from '../planner/missing-resources.ts'
import type { RepairState } from '../planner/repair-state.ts'
import type { Permission } from '../policy/permission.ts'

/** What a classic run tells while it goes on. Data; src/report makes text of it. */
export type RunEvent =
  | { readonly kind: 'missing-resources'; readonly nodes: readonly MissingResources[] }
  /** A pending repair has ended. */
  | { readonly kind: 'settled'; readonly instance: string; readonly to: 'healthy' | 'failed' }
  | { readonly kind: 'repairing'; readonly instance: string; readonly type: RepairType }
  | {
      readonly kind: 'refused'
      readonly instance: string
      readonly type: RepairType
      readonly upTo: RepairType
    }
  | {
      readonly kind: 'kept-off'
      readonly instance: string
      readonly permission: Permission & { readonly kind: 'not-enabled' | 'suspended' }
    }
  /** Only with --dry-run: the jobs that would be submitted. */
  | { readonly kind: 'would-submit'; readonly jobs: readonly (readonly Opcode[])[] }
  | { readonly kind: 'tag-added'; readonly instance: string; readonly tag: string }
  | { readonly kind: 'tags-removed'; readonly instance: string; readonly tags: readonly string[] }
  /** The last word of a classic run: the states its instances are in. */
  | { readonly kind: 'classic-counts'; readonly states: readonly RepairState['kind'][] }
