import { isJsonObject, type JsonObject, type JsonValue } from '../../../src/cluster/json.ts'
import type { ClusterState } from '../state/cluster-state.ts'
import { HVPARAMS } from '../state/default-parameters.ts'
import { answers } from '../state/hardware.ts'
import type { InstanceState } from '../state/objects.ts'
import { instanceDiskUsageMiB } from '../state/templates.ts'
import { type Cell, NO_DATA, normal, OFFLINE, UNAVAILABLE } from './cell.ts'
import { addCommonFields } from './common-fields.ts'
import { type FieldKind, type FieldTable, fieldsOnce } from './field.ts'
import { HYPERVISOR_FIELDS } from './hypervisor-fields.ts'
import { ordinal, unavailable } from './indexed-field.ts'
import { instanceStatus } from './instance-status.ts'
import { lookUpAll } from './lookup.ts'
import { addNicFields } from './nic-fields.ts'
import { backendParameters } from './parameters.ts'
import { type Resource, resource } from './run-query.ts'

type InstanceTable = FieldTable<InstanceState, ClusterState>

/** The resource `instance` (query.md section 5.2; Ganeti src/Ganeti/Query/Instance.hs:107-340). */
export function instanceResource(state: ClusterState): Resource {
  return resource({
    fields: instanceFields(),
    nameField: 'name',
    context: () => state,
    all: () => state.instances.values(),
    named: names => lookUpAll('Instance', names, state.instances, state.instancesByName),
    nameOf: instance => instance.name,
    uuidOf: instance => instance.uuid,
  })
}

const instanceFields = fieldsOnce<InstanceState, ClusterState>(table => {
  addConfigFields(table)
  addNodeFields(table)
  addParameterFields(table)
  addDiskFields(table)
  addNicFields(table)
  addLiveFields(table)
  addCommonFields(table, 'Instance')
})

function addConfigFields(table: InstanceTable): void {
  table
    .config('name', 'Instance', 'text', 'Instance name', row => normal(row.name), 'hostname')
    .config('admin_state', 'InstanceState', 'text', 'Desired state of instance', row =>
      normal(row.adminState),
    )
    .config(
      'admin_state_source',
      'InstanceStateSource',
      'text',
      'Who last changed the desired state of the instance',
      row => normal(row.adminStateSource),
    )
    .config('admin_up', 'Autostart', 'bool', 'Desired state of instance', row =>
      normal(row.adminState === 'up'),
    )
    .config('disks_active', 'DisksActive', 'bool', 'Desired state of instance disks', row =>
      normal(row.disksActive),
    )
    .config('hypervisor', 'Hypervisor', 'text', 'Hypervisor name', row => normal(row.hypervisor))
    .config('os', 'OS', 'text', 'Operating system', row => normal(row.os))
    .config(
      'network_port',
      'Network_port',
      'other',
      'Instance network port if available (e.g. for VNC console)',
      () => UNAVAILABLE,
    )
    .config('forthcoming', 'Forthcoming', 'bool', 'whether the Instance is forthcoming', row =>
      normal(row.forthcoming),
    )
}

function addNodeFields(table: InstanceTable): void {
  table
    .config(
      'pnode',
      'Primary_node',
      'text',
      'Primary node',
      (row, state) => normal(state.primaryOf(row).name),
      'hostname',
    )
    .config('pnode.group', 'PrimaryNodeGroup', 'text', "Primary node's group", (row, state) =>
      normal(state.group(state.primaryOf(row).groupUuid).name),
    )
    .config('pnode.group.uuid', 'PrimaryNodeGroupUUID', 'text', "Primary node's group UUID", (row, state) =>
      normal(state.primaryOf(row).groupUuid),
    )
    .config(
      'snodes',
      'Secondary_Nodes',
      'other',
      'Secondary nodes; usually this will just be one node',
      (row, state) => ofSecondary(row, state, node => node.name),
    )
    .config('snodes.group', 'SecondaryNodesGroups', 'other', 'Node groups of secondary nodes', (row, state) =>
      ofSecondary(row, state, node => state.group(node.groupUuid).name),
    )
    .config(
      'snodes.group.uuid',
      'SecondaryNodesGroupsUUID',
      'other',
      'Node group UUIDs of secondary nodes',
      (row, state) => ofSecondary(row, state, node => node.groupUuid),
    )
}

function ofSecondary(
  row: InstanceState,
  state: ClusterState,
  get: (node: { readonly name: string; readonly groupUuid: string }) => string,
): Cell {
  const secondary = state.secondaryOf(row)
  return normal(secondary === undefined ? [] : [get(secondary)])
}

type BackendField = readonly [
  name: string,
  title: string,
  kind: FieldKind,
  get: (row: InstanceState) => number | boolean,
]

/** The same values as backendParameters gives, one by one: making the whole object for each of them costs a query. */
const BACKEND_FIELDS: readonly BackendField[] = [
  ['minmem', 'ConfigMinMem', 'unit', row => row.minMemoryMiB],
  ['maxmem', 'ConfigMaxMem', 'unit', row => row.memoryMiB],
  ['vcpus', 'ConfigVCPUs', 'number', row => row.vcpus],
  ['auto_balance', 'Auto_balance', 'bool', row => row.autoBalance],
  ['always_failover', 'be/always_failover', 'bool', () => false],
  ['spindle_use', 'be/spindle_use', 'number', row => row.spindleUse],
]

function addParameterFields(table: InstanceTable): void {
  table
    .config('beparams', 'BackendParameters', 'other', 'Backend parameters (merged)', row =>
      normal(backendParameters(row)),
    )
    .config('custom_beparams', 'CustomBackendParameters', 'other', 'Custom backend parameters', row =>
      normal({ minmem: row.minMemoryMiB, maxmem: row.memoryMiB, vcpus: row.vcpus }),
    )
    .config('hvparams', 'HypervisorParameters', 'other', 'Hypervisor parameters (merged)', row =>
      normal(hypervisorParameters(row)),
    )
    .config('custom_hvparams', 'CustomHypervisorParameters', 'other', 'Custom hypervisor parameters', () =>
      normal({}),
    )
    .config('osparams', 'OpSysParameters', 'other', 'Operating system parameters (merged)', () => normal({}))
    .config('custom_osparams', 'CustomOpSysParameters', 'other', 'Custom operating system parameters', () =>
      normal({}),
    )
    .config('custom_nicparams', 'CustomNicParameters', 'other', 'Custom network interface parameters', () =>
      normal([]),
    )
  for (const [name, title, kind, get] of BACKEND_FIELDS) {
    table.config(`be/${name}`, title, kind, `The "${name}" backend parameter`, row => normal(get(row)))
  }
  table.alias('be/memory', 'be/maxmem').alias('vcpus', 'be/vcpus')
  for (const [name, title, kind] of HYPERVISOR_FIELDS) {
    table.config(`hv/${name}`, title, kind, `The "${name}" hypervisor parameter`, row =>
      orUnavailable(hypervisorParameters(row)[name]),
    )
  }
}

/** luxid leaves out what counts for all instances of a node: how they migrate. */
function hypervisorParameters(row: InstanceState): JsonObject {
  const all = HVPARAMS[row.hypervisor]
  if (!isJsonObject(all)) return {}
  return Object.fromEntries(Object.entries(all).filter(([name]) => !GLOBAL_PARAMETERS.has(name)))
}

/** Ganeti src/Ganeti/Constants.hs, hvcGlobals. */
const GLOBAL_PARAMETERS: ReadonlySet<string> = new Set([
  'migration_bandwidth',
  'migration_mode',
  'migration_port',
  'xen_cmd',
])

/** Ganeti's limit on disks per instance. */
const DISKS_MAX = 16

function addDiskFields(table: InstanceTable): void {
  table
    .config(
      'disk_usage',
      'DiskUsage',
      'unit',
      'Total disk space used by instance on each of its nodes; this is not the disk size visible to the instance, but the usage on the node',
      row => normal(instanceDiskUsageMiB(row)),
    )
    .config('disk_template', 'Disk_template', 'text', 'Instance disk template', row =>
      normal(row.disks.length === 0 ? 'diskless' : row.diskTemplate),
    )
    .config('disk.count', 'Disks', 'number', 'Number of disks', row => normal(row.disks.length))
    .config('disk.sizes', 'Disk_sizes', 'other', 'List of disk sizes', row =>
      normal(row.disks.map(disk => disk.sizeMiB)),
    )
    .config('disk.spindles', 'Disk_spindles', 'other', 'List of disk spindles', row =>
      normal(row.disks.map(() => null)),
    )
    .config('disk.names', 'Disk_names', 'other', 'List of disk names', row =>
      normal(row.disks.map(() => null)),
    )
    .config('disk.uuids', 'Disk_UUIDs', 'other', 'List of disk UUIDs', row =>
      normal(row.disks.map(disk => disk.uuid)),
    )
  for (let index = 0; index < DISKS_MAX; index += 1) {
    const disk = `${ordinal(index)} disk`
    table
      .config(`disk.size/${index}`, `Disk/${index}`, 'unit', `Disk size of ${disk}`, row =>
        orUnavailable(row.disks[index]?.sizeMiB),
      )
      .config(`disk.spindles/${index}`, `DiskSpindles/${index}`, 'number', `Spindles of ${disk}`, unavailable)
      .config(`disk.name/${index}`, `DiskName/${index}`, 'text', `Name of ${disk}`, unavailable)
      .config(`disk.uuid/${index}`, `DiskUUID/${index}`, 'text', `UUID of ${disk}`, row =>
        orUnavailable(row.disks[index]?.uuid),
      )
  }
  table.alias('sda_size', 'disk.size/0').alias('sdb_size', 'disk.size/1')
}

function orUnavailable(value: JsonValue | undefined): Cell {
  return value === undefined ? UNAVAILABLE : normal(value)
}

const STATUS_DOC =
  'Instance status; "running" if instance is set to be running and actually is, "ADMIN_down" if instance is stopped and is not running, "ERROR_wrongnode" if instance running, but not on its designated primary node, "ERROR_up" if instance should be stopped, but is actually running, "ERROR_down" if instance should run, but doesn\'t, "ERROR_nodedown" if instance\'s primary node is down, "ERROR_nodeoffline" if instance\'s primary node is marked offline, "ADMIN_offline" if instance is offline and does not use dynamic resources'

function addLiveFields(table: InstanceTable): void {
  table
    .live('status', 'Status', 'text', STATUS_DOC, (row, state) => normal(instanceStatus(state, row)))
    .live('oper_state', 'Running', 'bool', 'Actual state of instance', (row, state) =>
      answers(state.primaryOf(row)) ? normal(state.primaryOf(row).hardware.guests.has(row.uuid)) : NO_DATA,
    )
    .live('oper_ram', 'Memory', 'unit', 'Actual memory usage as seen by hypervisor', (row, state) =>
      ofGuest(row, state, row.memoryMiB),
    )
    .live('oper_vcpus', 'VCPUs', 'number', 'Actual number of VCPUs as seen by hypervisor', (row, state) =>
      ofGuest(row, state, row.vcpus),
    )
    .live('console', 'Console', 'other', 'Instance console information', consoleOf)
}

/** The fake hypervisor has no console, and says so; how to reach those of others is not simulated. */
function consoleOf(row: InstanceState, state: ClusterState): Cell {
  if (!answers(state.primaryOf(row))) return NO_DATA
  const message = `Console not available for ${row.hypervisor} hypervisor`
  return normal({ instance: row.name, kind: 'msg', message })
}

function ofGuest(row: InstanceState, state: ClusterState, value: number): Cell {
  const primary = state.primaryOf(row)
  if (primary.offline) return OFFLINE
  if (!answers(primary)) return NO_DATA
  return primary.hardware.guests.has(row.uuid) ? normal(value) : UNAVAILABLE
}
