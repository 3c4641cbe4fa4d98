import { onPair, onSingle } from '../../../sim/ganeti/hail/allocation.ts'
import { isFailMode } from '../../../sim/ganeti/hail/fail-mode.ts'
import { type HailCluster, readCluster, tagPrefixes } from '../../../sim/ganeti/hail/hail-cluster.ts'
import { NEW_INSTANCE, readInstance } from '../../../sim/ganeti/hail/hail-instance.ts'
import type {
  AllocateRequest,
  IallocatorDocument,
  RelocateRequest,
} from '../../../sim/ganeti/hail/iallocator-document.ts'
import { applyMove } from '../../../sim/ganeti/hail/moves.ts'
import { score, statistics } from '../../../sim/ganeti/hail/score.ts'

/** Scores this close are tied, relative to the better one. */
const TOLERANCE = 1e-6

/** Names of nodes that could be chosen, and how good that would be. */
interface Scored {
  readonly names: string
  readonly score: number
}

/**
 * Whether another choice of nodes scores as well as the one made, so that which one wins is an accident of rounding and
 * order. An evacuation is a row of choices and never counts as tied.
 */
export function isTied(document: IallocatorDocument, chosen: string): boolean {
  const { request } = document
  if (request.type === 'node-evacuate') return false
  const cluster = readCluster(document)
  const scored = request.type === 'allocate' ? places(document, cluster, request) : targets(cluster, request)
  const made = scored.find(({ names }) => names === chosen)
  if (made === undefined) return false
  return scored.some(
    ({ names, score: other }) =>
      names !== chosen && Math.abs(other - made.score) <= TOLERANCE * Math.max(made.score, 1e-9),
  )
}

function targets({ nodes, instances }: HailCluster, request: RelocateRequest): Scored[] {
  const instance = instances.find(({ name }) => name === request.name)
  if (instance === undefined) return []
  const group = nodes[instance.primary]?.group
  const kind = instance.diskTemplate === 'drbd' ? 'replace secondary' : 'failover to any'
  return nodes.flatMap(node => {
    if (node.isOffline || node.group !== group) return []
    if (node.index === instance.primary || node.index === instance.secondary) return []
    const moved = applyMove(nodes, instance, { kind, to: node.index }, 'hard')
    if (isFailMode(moved)) return []
    return [{ names: node.name, score: score(moved.nodes.filter(other => other.group === group)) }]
  })
}

function places(document: IallocatorDocument, { nodes }: HailCluster, request: AllocateRequest): Scored[] {
  const instance = readInstance(NEW_INSTANCE, request.name, request, tagPrefixes(document))
  const usable = nodes.filter(node => !node.isOffline)
  const before = statistics(nodes)
  return usable.flatMap(({ index: primary, group }) => {
    const peers =
      request.required_nodes === 1
        ? [-1]
        : usable.filter(node => node.group === group).map(({ index }) => index)
    return peers.flatMap(secondary => {
      if (primary === secondary) return []
      const place =
        secondary === -1
          ? onSingle(nodes, instance, primary, 'strict')
          : onPair(nodes, before, instance, primary, secondary)
      return isFailMode(place)
        ? []
        : [{ names: place.chosen.map(({ name }) => name).join(','), score: place.metric }]
    })
  })
}
