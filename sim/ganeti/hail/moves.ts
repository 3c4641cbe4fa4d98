import { addPrimary, addSecondary, removePrimary, removeSecondary, type Strictness } from './booking.ts'
import { type FailMode, isFailMode } from './fail-mode.ts'
import { locationScore } from './hail-cluster.ts'
import type { HailInstance } from './hail-instance.ts'
import type { HailNode } from './hail-node.ts'

/** One step of an instance (Ganeti src/Ganeti/HTools/Types.hs, IMove); those that only balancing makes are not here. */
export type Move =
  | { readonly kind: 'failover' }
  | { readonly kind: 'failover to any'; readonly to: number }
  | { readonly kind: 'replace secondary'; readonly to: number }

/** The nodes and the instance after a move. */
export interface Moved {
  readonly nodes: readonly HailNode[]
  readonly instance: HailInstance
}

/** Makes a move, or says why it cannot be made (Ganeti src/Ganeti/HTools/Cluster/Moves.hs:78-150). */
export function applyMove(
  nodes: readonly HailNode[],
  instance: HailInstance,
  move: Move,
  strictness: Strictness,
): Moved | FailMode {
  switch (move.kind) {
    case 'failover':
      return failover(nodes, instance, strictness)
    case 'failover to any':
      return failoverToAny(nodes, instance, move.to, strictness)
    case 'replace secondary':
      return replaceSecondary(nodes, instance, move.to, strictness)
  }
}

/** A mirrored instance and its secondary change places. A dead primary has no disk that would have to fit. */
function failover(
  nodes: readonly HailNode[],
  instance: HailInstance,
  strictness: Strictness,
): Moved | FailMode {
  const { primary, secondary } = instance
  const [oldPrimary, oldSecondary] = [nodes[primary], nodes[secondary]]
  if (oldPrimary === undefined || oldSecondary === undefined) return 'FailInternal'
  if (!mayMigrate(oldPrimary, oldSecondary)) return 'FailMig'
  const isLeaving = oldPrimary.isOffline
  const asked = isLeaving ? 'hard' : strictness
  const newPrimary = addPrimary(removeSecondary(oldSecondary, instance), instance, asked)
  if (isFailMode(newPrimary)) return newPrimary
  const newSecondary = addSecondary(
    removePrimary(oldPrimary, instance),
    instance,
    secondary,
    asked,
    isLeaving,
  )
  if (isFailMode(newSecondary)) return newSecondary
  return {
    nodes: nodes.with(primary, newSecondary).with(secondary, newPrimary),
    instance: { ...instance, primary: secondary, secondary: primary },
  }
}

function failoverToAny(
  nodes: readonly HailNode[],
  instance: HailInstance,
  to: number,
  strictness: Strictness,
): Moved | FailMode {
  const [from, target] = [nodes[instance.primary], nodes[to]]
  if (from === undefined || target === undefined) return 'FailInternal'
  if (!mayMigrate(from, target)) return 'FailMig'
  const added = addPrimary(target, instance, from.isOffline ? 'hard' : strictness)
  if (isFailMode(added)) return added
  return {
    // A target that is the primary itself keeps what was taken off it: hail books the old node last.
    nodes: nodes.with(to, added).with(instance.primary, removePrimary(from, instance)),
    instance: { ...instance, primary: to },
  }
}

/** The primary is booked anew, too, by hard limits: one without memory left blocks the move. */
function replaceSecondary(
  nodes: readonly HailNode[],
  instance: HailInstance,
  to: number,
  strictness: Strictness,
): Moved | FailMode {
  const { primary, secondary } = instance
  const [oldPrimary, oldSecondary, target] = [nodes[primary], nodes[secondary], nodes[to]]
  if (oldPrimary === undefined || oldSecondary === undefined || target === undefined) return 'FailInternal'
  const moved = { ...instance, secondary: to, locationScore: locationScore(nodes, primary, to) }
  const added = addSecondary(target, moved, primary, oldSecondary.isOffline ? 'hard' : strictness)
  if (isFailMode(added)) return added
  const newPrimary = addPrimary(removePrimary(oldPrimary, instance), moved, 'hard')
  if (isFailMode(newPrimary)) return newPrimary
  return {
    nodes: nodes
      .with(secondary, removeSecondary(oldSecondary, instance))
      .with(to, added)
      .with(primary, newPrimary),
    instance: moved,
  }
}

/** Whether restrictions by tags let instances go from one node to another. */
function mayMigrate(from: HailNode, to: HailNode): boolean {
  return [...from.migrationTags].every(tag => to.acceptedMigrationTags.has(tag))
}
