import type { Happening } from '../faults/all.ts'
import { nodeName } from './cluster-definition-of.ts'
import { mortalNodes } from './layout.ts'
import { happeningsOf, MOMENTS, type Moment, NODE_EVENTS, type NodeEvent } from './node-event.ts'
import type { SmallCluster } from './small-cluster.ts'

/** One event of one node. */
interface Part {
  readonly event: NodeEvent
  readonly node: number
  readonly moment: Moment
}

/** Nothing, one event or two; of all that differ in names only, this is one. */
export interface NodeStory {
  readonly parts: readonly Part[]
  /** How many it stands for on this very cluster. */
  readonly standsFor: number
}

const ALL_MOMENTS: readonly Moment[] = ['before', 'reading', 'tagging', 'repairing', 'between']

/** All stories of one event at one of these moments. */
export function* singleStories(
  cluster: SmallCluster,
  moments: readonly Moment[] = ALL_MOMENTS,
): Generator<NodeStory> {
  for (const moment of moments) {
    for (const node of mortalNodes(cluster.layout)) {
      for (const event of NODE_EVENTS) yield* canonical(cluster, [{ event, node, moment }])
    }
  }
}

/**
 * All stories of two events: the first before harep looks, the second at any of the moments. On an idle cluster a run does nothing, so
 * a first event at a later moment is only the same some minutes later.
 */
export function* doubleStories(cluster: SmallCluster): Generator<NodeStory> {
  const nodes = mortalNodes(cluster.layout)
  const events = nodes.flatMap(node => NODE_EVENTS.map(event => ({ event, node })))
  for (const moment of ALL_MOMENTS) {
    for (const [index, first] of events.entries()) {
      for (const [otherIndex, second] of events.entries()) {
        // At the same moment the order matters only for the same node.
        if (moment === 'before' && first.node !== second.node && otherIndex < index) continue
        yield* canonical(cluster, [
          { ...first, moment: 'before' },
          { ...second, moment },
        ])
      }
    }
  }
}

/** What happens, in the order of its times. */
export function timelineOf({ parts }: NodeStory): readonly Happening[] {
  return parts
    .flatMap(({ event, node, moment }) => happeningsOf(event, nodeName(node), MOMENTS[moment]))
    .toSorted((a, b) => a.at - b.at)
}

export function describeStory({ parts }: NodeStory): string {
  const told = parts.map(({ event, node, moment }) => `${nodeName(node)} ${event} (${moment})`)
  return told.length === 0 ? 'nothing happens' : told.join(', then ')
}

function* canonical({ symmetries }: SmallCluster, parts: readonly Part[]): Generator<NodeStory> {
  const keys = symmetries.map(order => keyOf(parts, order))
  const [own = ''] = keys
  if (keys.every(key => key >= own)) yield { parts, standsFor: new Set(keys).size }
}

function keyOf(parts: readonly Part[], order: readonly number[]): string {
  const told = parts.map(({ event, node, moment }) => `${order[node] ?? node} ${event} ${moment}`)
  const [first, second] = parts
  const isSet = first?.moment === second?.moment && first?.node !== second?.node
  return (isSet ? told.toSorted() : told).join(', ')
}
