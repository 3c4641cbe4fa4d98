import type { Strictness } from './booking.ts'
import { isFailMode } from './fail-mode.ts'
import type { HailCluster } from './hail-cluster.ts'
import { type HailInstance, NO_NODE } from './hail-instance.ts'
import type { HailNode } from './hail-node.ts'
import type { EvacuationMode } from './iallocator-document.ts'
import { applyMove, type Move, type Moved } from './moves.ts'
import { score } from './score.ts'

/** An instance on its new nodes, and how it gets there; or why it stays. */
export type Evacuated =
  | { readonly success: true; readonly moved: Moved; readonly moves: readonly Move[] }
  | { readonly success: false; readonly info: string }

/**
 * Takes one instance off nodes of a group onto `available` ones (Ganeti src/Ganeti/HTools/Cluster/Evacuate.hs:186-310).
 */
export function evacuateInstance(
  nodes: readonly HailNode[],
  instance: HailInstance,
  mode: EvacuationMode,
  group: number,
  available: readonly number[],
  strictness: Strictness,
): Evacuated {
  const { diskTemplate } = instance
  switch (diskTemplate) {
    case 'plain':
    case 'file':
      return { success: false, info: `Instances of type ${diskTemplate} cannot be relocated` }
    case 'drbd':
      return evacuateMirrored(nodes, instance, mode, group, available, strictness)
    default:
      if (mode === 'secondary-only') {
        const info = `Instances with disk template '${diskTemplate}' can't execute change secondary`
        return { success: false, info }
      }
      return best(nodes, instance, 'failover to any', group, available, strictness)
  }
}

function evacuateMirrored(
  nodes: readonly HailNode[],
  instance: HailInstance,
  mode: EvacuationMode,
  group: number,
  available: readonly number[],
  strictness: Strictness,
): Evacuated {
  switch (mode) {
    case 'primary-only': {
      const move: Move = { kind: 'failover' }
      const moved = applyMove(nodes, instance, move, strictness)
      return isFailMode(moved) ? { success: false, info: moved } : { success: true, moved, moves: [move] }
    }
    case 'secondary-only':
      return best(nodes, instance, 'replace secondary', group, available, strictness)
    case 'all':
      return bestPair(nodes, instance, group, available, strictness)
  }
}

/** The best of one move to each node; the last one of equally good ones. */
function best(
  nodes: readonly HailNode[],
  instance: HailInstance,
  kind: 'failover to any' | 'replace secondary',
  group: number,
  available: readonly number[],
  strictness: Strictness,
): Evacuated {
  let chosen: { readonly moved: Moved; readonly move: Move; readonly score: number } | undefined
  let failures = ''
  for (const to of available) {
    const move = { kind, to }
    const moved = applyMove(nodes, instance, move, strictness)
    if (isFailMode(moved)) {
      failures += ` Node ${nodes[to]?.name} failed: ${moved};`
      continue
    }
    const reached = groupScore(moved.nodes, group)
    if (chosen === undefined || !(chosen.score < reached)) chosen = { moved, move, score: reached }
  }
  if (chosen === undefined) return { success: false, info: `Can't find any good node: ${failures}` }
  return { success: true, moved: chosen.moved, moves: [chosen.move] }
}

/** The best of all pairs of nodes: by way of the secondary, as a mirrored instance can change one node at a time. */
function bestPair(
  nodes: readonly HailNode[],
  instance: HailInstance,
  group: number,
  available: readonly number[],
  strictness: Strictness,
): Evacuated {
  let chosen: { readonly found: Evacuated & { success: true }; readonly score: number } | undefined
  let failure = 'no nodes available'
  for (const primary of available) {
    for (const secondary of available) {
      if (primary === secondary) continue
      const found = toPair(nodes, instance, primary, secondary, strictness)
      if (!found.success) {
        failure = `Allocation failed: ${found.info}`
        continue
      }
      const reached = groupScore(found.moved.nodes, group)
      if (chosen === undefined || !(chosen.score < reached)) chosen = { found, score: reached }
    }
  }
  if (chosen !== undefined) return chosen.found
  return { success: false, info: `Can't find any good nodes for relocation: ${failure}` }
}

function toPair(
  nodes: readonly HailNode[],
  instance: HailInstance,
  primary: number,
  secondary: number,
  strictness: Strictness,
): Evacuated {
  const steps: { readonly move: Move; readonly what: string }[] = [
    { move: { kind: 'replace secondary', to: primary }, what: 'Changing secondary to new primary' },
    { move: { kind: 'failover' }, what: 'Failing over to new primary' },
    { move: { kind: 'replace secondary', to: secondary }, what: 'Changing secondary to final secondary' },
  ]
  if (nodes[instance.primary]?.isOffline === true) {
    steps.unshift({ move: { kind: 'failover' }, what: 'Failing over to the secondary' })
  }
  let reached: Moved = { nodes, instance }
  for (const { move, what } of steps) {
    const moved = applyMove(reached.nodes, reached.instance, move, strictness)
    if (isFailMode(moved)) return { success: false, info: `${what}: ${moved}` }
    reached = moved
  }
  return { success: true, moved: reached, moves: steps.map(({ move }) => move) }
}

/** The nodes that the instances of an evacuation leave. */
export function nodesToLeave(instances: readonly HailInstance[], mode: EvacuationMode): ReadonlySet<number> {
  const left = new Set<number>()
  for (const { diskTemplate, primary, secondary } of instances) {
    if (mode !== 'secondary-only') left.add(primary)
    if (mode !== 'primary-only' && diskTemplate === 'drbd') left.add(secondary)
  }
  left.delete(NO_NODE)
  return left
}

/** The usable nodes of a group without some. */
export function usableNodes(
  { nodes }: HailCluster,
  group: number,
  excluded: ReadonlySet<number> = new Set(),
): number[] {
  const usable = nodes.filter(node => node.group === group && !node.isOffline && !excluded.has(node.index))
  return usable.map(({ index }) => index)
}

function groupScore(nodes: readonly HailNode[], group: number): number {
  return score(nodes.filter(node => node.group === group))
}
