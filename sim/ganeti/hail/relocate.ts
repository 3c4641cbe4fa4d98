import type { FailMode, HailAnswer } from './hail-answer.ts'
import type { HailInput, HailInstance, HailNode } from './hail-input.ts'
import { primaryFailure, secondaryFailure } from './placement.ts'
import { Balance } from './score.ts'

/** Scores that differ by less than this are equal: sums are made in another order than hail's. */
const SCORE_TOLERANCE = 1e-9

/**
 * hail's request "relocate" (htools-allocation.md section 3; Ganeti HTools/Backend/IAlloc.hs:404-465): one node of the
 * primary's group in place of the secondary (of a mirrored instance) or of the primary (on shared storage). All usable
 * nodes are tried in order, and the last one of the best wins. If the node to be left is unusable, only hard limits count.
 */
export function relocate(input: HailInput, instanceUuid: string, fromUuid: string): HailAnswer {
  const instance = input.instances.get(instanceUuid)
  const from = input.nodeIndexOf.get(fromUuid)
  if (instance === undefined || from === undefined) return refusal('Internal error: unknown instance or node')
  if (instance.storage === 'node') return refusal("Can't relocate non-mirrored instances")
  const primary = input.nodes[instance.primary]
  const group = input.groups.find(({ uuid }) => uuid === primary?.groupUuid)
  const indexes = group?.nodeIndexes ?? []
  const balance = new Balance(indexes.flatMap(index => withNode(input, index)))
  let best: { readonly name: string; readonly score: number } | undefined
  let failures = ''
  for (const index of indexes) {
    const node = input.nodes[index]
    if (node === undefined || node.isUnusable || index === instance.primary || index === from) continue
    const failure = moveFailure(input, instance, node, input.nodes[from]?.isUnusable === true)
    if (failure !== undefined) {
      failures += ` Node ${node.name} failed: ${failure};`
      continue
    }
    const isMirrored = instance.storage === 'mirrored'
    const score = isMirrored
      ? balance.withInstance(withoutPrimaryPart(instance), -1, index)
      : balance.withInstance(instance, index, -1)
    if (best === undefined || score <= best.score + SCORE_TOLERANCE) best = { name: node.name, score }
  }
  return best === undefined
    ? refusal(`Can't find any good node: ${failures}`)
    : { success: true, nodes: [best.name] }
}

/** For a mirrored instance the primary is put back, too, by hard limits: one without memory left blocks the move. */
function moveFailure(
  input: HailInput,
  instance: HailInstance,
  candidate: HailNode,
  isForced: boolean,
): FailMode | undefined {
  const strictness = isForced ? 'hard' : 'strict'
  if (instance.storage !== 'mirrored') return primaryFailure(candidate, instance, strictness)
  const primary = input.nodes[instance.primary]
  if (primary === undefined || primary.freeMemoryMiB <= 0) return 'FailMem'
  if (primary.freeDiskMiB <= 0) return 'FailDisk'
  return secondaryFailure(candidate, instance, instance.primary, strictness)
}

function withoutPrimaryPart(instance: HailInstance): HailInstance {
  return { ...instance, usedMemoryMiB: 0, vcpus: 0 }
}

function withNode(input: HailInput, index: number): [number, HailNode][] {
  const node = input.nodes[index]
  return node === undefined ? [] : [[index, node]]
}

function refusal(info: string): HailAnswer {
  return { success: false, info }
}
