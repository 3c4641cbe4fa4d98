import type { ClusterState } from '../state/cluster-state.ts'
import { freeDiskMiB, freeMemoryMiB, nodedAnswers } from '../state/hardware.ts'
import type { NodeState } from '../state/objects.ts'
import { type Cell, NO_DATA, normal, OFFLINE, UNAVAILABLE } from './cell.ts'
import { addCommonFields, addNodeParameterFields } from './common-fields.ts'
import { type FieldTable, fieldsOnce } from './field.ts'
import { lookUpAll } from './lookup.ts'
import { byUuid, niceNames } from './nice-order.ts'
import { type Resource, resource } from './run-query.ts'

type NodeTable = FieldTable<NodeState, ClusterState>

/** The resource `node` (query.md section 5.1; Ganeti src/Ganeti/Query/Node.hs:61-258). */
export function nodeResource(state: ClusterState): Resource {
  return resource({
    fields: nodeFields(),
    nameField: 'name',
    context: () => state,
    all: () => state.nodes.values(),
    named: names => lookUpAll('Node', names, state.nodes, state.nodesByName),
    nameOf: node => node.name,
    uuidOf: node => node.uuid,
  })
}

const nodeFields = fieldsOnce<NodeState, ClusterState>(table => {
  addConfigFields(table)
  addInstanceFields(table)
  addLiveFields(table)
  addNodeParameterFields(table, 'NodeParameters', 'Merged node parameters')
  addCommonFields(table, 'Node')
})

function addConfigFields(table: NodeTable): void {
  table
    .config('name', 'Node', 'text', 'Node name', node => normal(node.name), 'hostname')
    .config('offline', 'Offline', 'bool', 'Whether node is marked offline', node => normal(node.offline))
    .config('drained', 'Drained', 'bool', 'Whether node is drained', node => normal(node.drained))
    .config('vm_capable', 'VMCapable', 'bool', 'Whether node can host instances', node =>
      normal(node.vmCapable),
    )
    .config('master_candidate', 'MasterC', 'bool', 'Whether node is a master candidate', node =>
      normal(node.masterCandidate),
    )
    .config('master_capable', 'MasterCapable', 'bool', 'Whether node can become a master candidate', node =>
      normal(node.masterCapable),
    )
    .config('master', 'IsMaster', 'bool', 'Whether node is master', (node, state) =>
      normal(node.uuid === state.cluster.masterUuid),
    )
    .config('pip', 'PrimaryIP', 'text', 'Primary IP address', node => normal(node.primaryIp))
    .config('sip', 'SecondaryIP', 'text', 'Secondary IP address', node => normal(node.primaryIp))
    .config('group', 'Group', 'text', 'Node group', (node, state) => normal(state.group(node.groupUuid).name))
    .config('group.uuid', 'GroupUUID', 'text', 'UUID of node group', node => normal(node.groupUuid))
    .config('custom_ndparams', 'CustomNodeParameters', 'other', 'Custom node parameters', () => normal({}))
    .config(
      'role',
      'Role',
      'text',
      'Node role; "M" for master, "C" for master candidate, "R" for regular, "D" for drained, "O" for offline',
      (node, state) => normal(roleOf(node, state)),
    )
    // Without an out-of-band program, which no simulated node has, Ganeti does not know whether a node has power.
    .config('powered', 'Powered', 'bool', 'Whether node is thought to be powered on', () => UNAVAILABLE)
    .config('hv_state', 'HypervisorState', 'other', 'Hypervisor state', () => UNAVAILABLE)
    .config('disk_state', 'DiskState', 'other', 'Disk state', () => UNAVAILABLE)
}

/** Master, candidate, drained, offline, regular: the first that applies (Ganeti src/Ganeti/Config.hs:191-198). */
function roleOf(node: NodeState, state: ClusterState): string {
  if (node.uuid === state.cluster.masterUuid) return 'M'
  if (node.masterCandidate) return 'C'
  if (node.drained) return 'D'
  return node.offline ? 'O' : 'R'
}

function addInstanceFields(table: NodeTable): void {
  table
    .config('pinst_cnt', 'Pinst', 'number', 'Number of instances with this node as primary', (node, state) =>
      normal(state.primaryInstances(node.uuid).size),
    )
    .config(
      'sinst_cnt',
      'Sinst',
      'number',
      'Number of instances with this node as secondary',
      (node, state) => normal(state.secondaryInstances(node.uuid).size),
    )
    .config(
      'pinst_list',
      'PriInstances',
      'other',
      'List of instances with this node as primary',
      (node, state) => normal(niceNames(byUuid(state.primaryInstances(node.uuid)))),
    )
    .config(
      'sinst_list',
      'SecInstances',
      'other',
      'List of instances with this node as secondary',
      (node, state) => normal(niceNames(byUuid(state.secondaryInstances(node.uuid)))),
    )
}

function addLiveFields(table: NodeTable): void {
  table
    .live('mtotal', 'MTotal', 'unit', 'Total amount of memory of physical machine', node =>
      asked(node, () => node.hardware.memoryMiB),
    )
    .live('mnode', 'MNode', 'unit', 'Amount of memory used by node (dom0 for Xen)', node =>
      asked(node, () => node.hardware.reservedMemoryMiB),
    )
    .live('mfree', 'MFree', 'unit', 'Memory available for instance allocations', (node, state) =>
      asked(node, () => freeMemoryMiB(state, node)),
    )
    .live(
      'dtotal',
      'DTotal',
      'unit',
      'Total storage space on storage unit for instance disk allocation',
      node => askedOfStorage(node, () => node.hardware.diskMiB),
    )
    .live('dfree', 'DFree', 'unit', 'Available storage space on storage unit', node =>
      askedOfStorage(node, () => freeDiskMiB(node)),
    )
    .live('ctotal', 'CTotal', 'number', 'Number of logical processors', node =>
      asked(node, () => node.hardware.cpus),
    )
    .live('cnos', 'CNOs', 'number', 'Number of logical processors used by the node OS (dom0 for Xen)', node =>
      asked(node, () => 0),
    )
    .live('cnodes', 'CNodes', 'number', 'Number of NUMA domains on node (if exported by hypervisor)', node =>
      asked(node, () => 1),
    )
    .live(
      'csockets',
      'CSockets',
      'number',
      'Number of physical CPU sockets (if exported by hypervisor)',
      node => asked(node, () => 1),
    )
    .live(
      'bootid',
      'BootID',
      'text',
      'Random UUID renewed for each system reboot, can be used for detecting reboots by tracking changes',
      node => asked(node, () => node.hardware.bootId),
    )
    .live('sptotal', 'SpTotal', 'number', 'Total spindles in volume group (exclusive storage only)', node =>
      asked(node, () => 0),
    )
    .live('spfree', 'SpFree', 'number', 'Available spindles in volume group (exclusive storage only)', node =>
      asked(node, () => 0),
    )
}

/** A volume group that gives errors reports no sizes (Ganeti lib/backend.py, _GetVgInfo), while the node itself is fine. */
function askedOfStorage(node: NodeState, value: () => number): Cell {
  const cell = asked(node, value)
  return cell[0] === 0 && node.hardware.hasBrokenStorage ? NO_DATA : cell
}

/** What a node says of itself. One marked offline is not asked; one that is dead and not marked gives no data. */
function asked(node: NodeState, value: () => number | string): Cell {
  if (node.offline) return OFFLINE
  return nodedAnswers(node) ? normal(value()) : NO_DATA
}
