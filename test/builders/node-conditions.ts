import type { Node } from '../../src/cluster/node.ts'
import { aNode } from './cluster.ts'

/** All that can be the matter with a node, and, to be safe, a combination that Ganeti does not know. */
const NODE_CONDITIONS = {
  ok: {},
  offline: { offline: true },
  drained: { drained: true },
  'offline+drained': { offline: true, drained: true },
  'not-vm-capable': { vmCapable: false },
  silent: { silence: 'no data' },
} as const satisfies Record<string, Partial<Node>>

export type NodeCondition = keyof typeof NODE_CONDITIONS

// Object.keys forgets which keys it found; these are all of them.
export const NODE_CONDITION_NAMES = Object.keys(NODE_CONDITIONS) as readonly NodeCondition[]

export function nodeIn(condition: NodeCondition, name: string): Node {
  return aNode(name, NODE_CONDITIONS[condition])
}
