import type { JsonObject, JsonValue } from '../../../src/cluster/json.ts'
import { backendParameters, secondsOf } from '../query/parameters.ts'
import type { ClusterState } from '../state/cluster-state.ts'
import { HVPARAMS } from '../state/default-parameters.ts'
import type { InstanceState, NodeState } from '../state/objects.ts'
import { storageKind } from '../state/templates.ts'
import { isAssembled, isDegraded } from './disks.ts'
import { findInstance } from './expand.ts'
import { nodesOf } from './guest.ts'
import { flagOf, textsOf } from './input.ts'
import { logWarning } from './job-log.ts'
import { groupLock, instanceLock, nodeLocks } from './lock-requests.ts'
import type { Opcode, OpcodeRun } from './opcode.ts'
import { defaulted, flag, listOf, nonEmptyText } from './opcode-field.ts'
import { raiseExec, rpcProblem } from './rpc.ts'

/** OP_INSTANCE_QUERY_DATA (Ganeti lib/cmdlib/instance_query.py): what `gnt-instance info` shows. */
export const INSTANCE_QUERY_DATA: Opcode = {
  opId: 'OP_INSTANCE_QUERY_DATA',
  fields: [
    defaulted('use_locking', flag, false),
    defaulted('instances', listOf(nonEmptyText), []),
    defaulted('static', flag, false),
  ],
  lockStages: [
    run => {
      if (!flagOf(run.input, 'static') && !flagOf(run.input, 'use_locking')) {
        if (run.input['use_locking'] === false) {
          logWarning(run, 'Non-static data requested, locks need to be acquired')
        }
        run.fill({ use_locking: true })
      }
      const wanted = wantedInstances(run)
      return isLocking(run) ? wanted.map(each => ({ ...instanceLock(each), mode: 'shared' })) : []
    },
    run => {
      if (!isLocking(run)) return []
      const groups = new Set(nodesWanted(run).map(node => run.state.group(node.groupUuid)))
      return [...groups].map(group => groupLock(group, 'shared'))
    },
    run => (isLocking(run) ? nodeLocks(nodesWanted(run)).map(lock => ({ ...lock, mode: 'shared' })) : []),
  ],
  *run(run) {
    yield 0
    const result: { [name: string]: JsonValue } = {}
    for (const instance of wantedInstances(run)) result[instance.name] = instanceData(run, instance)
    return result
  },
}

function isLocking({ input }: OpcodeRun): boolean {
  return flagOf(input, 'use_locking') || !flagOf(input, 'static')
}

function wantedInstances({ input, state }: OpcodeRun): InstanceState[] {
  const names = textsOf(input, 'instances')
  return names.length === 0 ? [...state.instances.values()] : names.map(name => findInstance(state, name))
}

function nodesWanted(run: OpcodeRun): NodeState[] {
  return wantedInstances(run).flatMap(instance => nodesOf(run.state, instance))
}

function instanceData(run: OpcodeRun, instance: InstanceState): JsonObject {
  const { state } = run
  const primary = state.primaryOf(instance)
  const secondaries = nodesOf(state, instance).slice(1)
  const be = backendParameters(instance)
  return {
    name: instance.name,
    config_state: instance.adminState,
    run_state: runState(run, instance, primary),
    pnode: primary.name,
    pnode_group_uuid: primary.groupUuid,
    pnode_group_name: state.group(primary.groupUuid).name,
    snodes: secondaries.map(node => node.name),
    snodes_group_uuids: secondaries.map(node => node.groupUuid),
    snodes_group_names: secondaries.map(node => state.group(node.groupUuid).name),
    os: instance.os,
    nics: [],
    disk_template: instance.disks.length === 0 ? 'diskless' : instance.diskTemplate,
    disks: instance.disks.map((_, index) => diskData(run, instance, index)),
    hypervisor: instance.hypervisor,
    network_port: null,
    hv_instance: {},
    hv_actual: withoutMigration(HVPARAMS[instance.hypervisor] ?? {}),
    be_instance: { minmem: be['minmem'] ?? null, maxmem: be['maxmem'] ?? null, vcpus: be['vcpus'] ?? null },
    be_actual: Object.fromEntries(Object.entries(be).sort(([a], [b]) => (a < b ? -1 : 1))),
    os_instance: {},
    os_actual: {},
    serial_no: instance.serialNo,
    mtime: secondsOf(instance.mtimeUs),
    ctime: secondsOf(instance.ctimeUs),
    uuid: instance.uuid,
  }
}

/** Parameters that hold for a hypervisor on the whole cluster are left out (HVC_GLOBALS). */
function withoutMigration(hvparams: JsonValue): JsonValue {
  if (typeof hvparams !== 'object' || hvparams === null || Array.isArray(hvparams)) return {}
  const globals = ['migration_bandwidth', 'migration_mode', 'migration_port', 'xen_cmd']
  return Object.fromEntries(Object.entries(hvparams).filter(([name]) => !globals.includes(name)))
}

function runState(run: OpcodeRun, instance: InstanceState, primary: NodeState): string | null {
  if (primary.offline) {
    logWarning(
      run,
      `Primary node ${primary.name} is marked offline, returning static information only for instance ${instance.name}`,
    )
    return null
  }
  if (flagOf(run.input, 'static')) return null
  raiseExec(rpcProblem(primary), `Error checking node ${primary.name}`)
  if (primary.hardware.guests.has(instance.uuid)) return 'up'
  if (instance.adminState === 'offline') return 'offline'
  return instance.adminState === 'down' && instance.adminStateSource === 'user' ? 'user down' : 'down'
}

function diskData(run: OpcodeRun, instance: InstanceState, index: number): JsonObject {
  const { state } = run
  const disk = instance.disks[index]
  const secondary = state.secondaryOf(instance)
  const isMirrored = storageKind(instance.diskTemplate) === 'mirrored'
  const primary = state.primaryOf(instance)
  return {
    iv_name: `disk/${index}`,
    dev_type: instance.diskTemplate,
    logical_id: logicalId(state, instance, index),
    drbd_info: isMirrored
      ? {
          primary_node: primary.name,
          primary_minor: index,
          secondary_node: secondary?.name ?? null,
          secondary_minor: index,
          port: FIRST_DRBD_PORT + index,
        }
      : null,
    pstatus: deviceStatus(run, instance, index, primary),
    sstatus: secondary === undefined ? null : deviceStatus(run, instance, index, secondary),
    children: [],
    mode: 'rw',
    size: disk?.sizeMiB ?? 0,
    spindles: null,
    name: null,
    uuid: disk?.uuid ?? '',
  }
}

const FIRST_DRBD_PORT = 11_000

function logicalId(state: ClusterState, instance: InstanceState, index: number): JsonValue {
  const name = `${instance.disks[index]?.uuid}.disk${index}`
  switch (storageKind(instance.diskTemplate)) {
    case 'mirrored':
      return [...nodesOf(state, instance).map(node => node.uuid), FIRST_DRBD_PORT + index, index, index, null]
    case 'node':
      return instance.diskTemplate === 'plain'
        ? ['xenvg', name]
        : ['loop', `/srv/ganeti/file-storage/${instance.name}/${name}`]
    default:
      return [instance.diskTemplate, name]
  }
}

/** [device, major, minor, sync percent, estimated time, degraded, local disk]; null where there is none. */
function deviceStatus(run: OpcodeRun, instance: InstanceState, index: number, node: NodeState): JsonValue {
  if (flagOf(run.input, 'static') || node.offline) return null
  raiseExec(rpcProblem(node), `Can't compute disk status for ${instance.name}`)
  const disk = instance.disks[index]
  if (disk === undefined || !isAssembled(instance, node)) return null
  if (storageKind(instance.diskTemplate) !== 'mirrored') {
    return [`/dev/xenvg/${disk.uuid}.disk${index}`, 253, index, null, null, false, 1]
  }
  return [`/dev/drbd${index}`, 147, index, null, null, isDegraded(run.state, instance, node, disk), 1]
}
