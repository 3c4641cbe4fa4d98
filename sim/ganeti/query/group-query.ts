import type { ClusterState } from '../state/cluster-state.ts'
import { DISKPARAMS } from '../state/default-parameters.ts'
import type { GroupState } from '../state/objects.ts'
import { normal } from './cell.ts'
import { addCommonFields, addNodeParameterFields } from './common-fields.ts'
import { fieldsOnce } from './field.ts'
import { lookUpAll } from './lookup.ts'
import { byUuid, niceNames } from './nice-order.ts'
import { instancePolicy } from './parameters.ts'
import { type Resource, resource } from './run-query.ts'

/** The resource `group` (query.md section 5.3; Ganeti src/Ganeti/Query/Group.hs:47-95). */
export function groupResource(state: ClusterState): Resource {
  return resource({
    fields: groupFields(),
    nameField: 'name',
    context: () => state,
    all: () => state.groups.values(),
    named: names => lookUpAll('NodeGroup', names, state.groups, state.groupsByName),
    nameOf: group => group.name,
    uuidOf: group => group.uuid,
  })
}

const groupFields = fieldsOnce<GroupState, ClusterState>(table => {
  table
    .config('name', 'Group', 'text', 'Group name', row => normal(row.name))
    .config('alloc_policy', 'AllocPolicy', 'text', 'Allocation policy for group', row =>
      normal(row.allocPolicy),
    )
    .config('ipolicy', 'InstancePolicy', 'other', 'Instance policy limitations (merged)', (_, state) =>
      normal(instancePolicy(state)),
    )
    .config('custom_ipolicy', 'CustomInstancePolicy', 'other', 'Custom instance policy limitations', () =>
      normal({}),
    )
    .config('diskparams', 'DiskParameters', 'other', 'Disk parameters (merged)', () => normal(DISKPARAMS))
    .config('custom_diskparams', 'CustomDiskParameters', 'other', 'Custom disk parameters', () => normal({}))
    .config('custom_ndparams', 'CustomNDParams', 'other', 'Custom node parameters', () => normal({}))
    .config('node_cnt', 'Nodes', 'number', 'Number of nodes', (row, state) =>
      normal(state.nodesOfGroup(row.uuid).length),
    )
    .config('node_list', 'NodeList', 'other', 'List of nodes', (row, state) =>
      normal(byUuid(state.nodesOfGroup(row.uuid)).map(node => node.name)),
    )
    .config('pinst_cnt', 'Instances', 'number', 'Number of primary instances', (row, state) =>
      normal(primaryInstanceNames(state, row).length),
    )
    .config('pinst_list', 'InstanceList', 'other', 'List of primary instances', (row, state) =>
      normal(primaryInstanceNames(state, row)),
    )
  addNodeParameterFields(table, 'NDParams', 'Node parameters')
  addCommonFields(table, 'Group')
})

function primaryInstanceNames(state: ClusterState, group: GroupState): string[] {
  const nodes = byUuid(state.nodesOfGroup(group.uuid))
  return niceNames(nodes.flatMap(node => byUuid(state.primaryInstances(node.uuid))))
}
