import type { Instance } from '../cluster/instance.ts'
import type { TaggedRepair } from '../cluster/repair-tag.ts'
import { covers, type RepairType } from '../cluster/repair-type.ts'
import type { Snapshot } from '../cluster/snapshot.ts'
import { type Judgement, objectPermission, type TaggedObject } from './object-permission.ts'
import { objectsOf } from './objects-of.ts'
import { parsePolicyTag } from './policy-tag.ts'

/** One step of an admin's towards a permission. */
export type TagStep =
  /** These suspensions of one object are in the way; `untilSeconds`: they end by themselves then. */
  | { readonly kind: 'remove'; readonly at: TaggedObject; readonly untilSeconds: bigint | undefined }
  /** No tag is for so much; those `inPlaceOf` are for less, and would outweigh a wider one beside them. */
  | { readonly kind: 'add'; readonly type: RepairType; readonly inPlaceOf: TaggedObject | undefined }

/**
 * What has to be done to the tags before a repair of `type` is allowed, in this order; nothing where it is. Whoever removes
 * one suspension may find another behind it, on the same object or on the next, or a permission that is for less, or none:
 * so the tags are judged anew after each step, as they are for a repair.
 */
export function whatAllows(
  type: RepairType,
  instance: Instance,
  snapshot: Snapshot,
  judgement: Judgement,
  oneOffs: readonly TaggedRepair[],
): readonly TagStep[] {
  const isOnceAllowed = oneOffs.some(one => covers(one.type, type))
  const steps: TagStep[] = []
  for (const at of objectsOf(instance, snapshot)) {
    const suspensions = at.tags.filter(tag => isInForce(tag, judgement))
    if (suspensions.length > 0) {
      const suspended = objectPermission(at, judgement)
      const untilSeconds = suspended?.kind === 'suspended' ? suspended.untilSeconds : undefined
      steps.push({ kind: 'remove', at: { ...at, tags: suspensions }, untilSeconds })
    }
    const rest = { ...at, tags: at.tags.filter(tag => !suspensions.includes(tag)) }
    const permission = objectPermission(rest, judgement)
    if (permission?.kind !== 'enabled') continue
    if (isOnceAllowed || covers(permission.upTo, type)) return steps
    const lesser = rest.tags.filter(tag => isForLess(tag, type))
    return [...steps, { kind: 'add', type, inPlaceOf: { ...at, tags: lesser } }]
  }
  return isOnceAllowed ? steps : [...steps, { kind: 'add', type, inPlaceOf: undefined }]
}

function isInForce(tag: string, { nowSeconds, unreadableSuspends }: Judgement): boolean {
  const meaning = parsePolicyTag(tag)
  switch (meaning?.kind) {
    case 'suspend-forever':
      return true
    case 'suspend-until':
      return meaning.seconds > nowSeconds
    case 'suspend-unreadable':
      return unreadableSuspends
    default:
      return false
  }
}

function isForLess(tag: string, type: RepairType): boolean {
  const meaning = parsePolicyTag(tag)
  return meaning?.kind === 'enable' && !covers(meaning.type, type)
}
