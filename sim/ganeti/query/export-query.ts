import type { ClusterState } from '../state/cluster-state.ts'
import type { NodeState } from '../state/objects.ts'
import { type Cell, NO_DATA, normal, OFFLINE } from './cell.ts'
import { fieldsOnce } from './field.ts'
import { lookUpAll } from './lookup.ts'
import { type Resource, resource } from './run-query.ts'

/**
 * The resource `export` (Ganeti src/Ganeti/Query/Export.hs). On a node that never exported an instance there is no directory
 * for exports, and Ganeti's question for them fails; no simulated node ever did.
 */
export function exportResource(state: ClusterState): Resource {
  return resource({
    fields: exportFields(),
    nameField: 'node',
    context: () => undefined,
    all: () => state.nodes.values(),
    named: names => lookUpAll('Node', names, state.nodes, state.nodesByName),
    nameOf: node => node.name,
    uuidOf: node => node.uuid,
  })
}

const exportFields = fieldsOnce<NodeState, undefined>(table => {
  table
    .config('node', 'Node', 'text', 'Node name', node => normal(node.name), 'hostname')
    .live('export', 'Export', 'text', 'Export name', exportOf)
})

function exportOf(node: NodeState): Cell {
  return node.offline ? OFFLINE : NO_DATA
}
