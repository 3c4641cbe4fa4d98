import type { JsonObject } from '../../../src/cluster/json.ts'
import type { LockRequest } from '../jobs/lock-manager.ts'
import type { ClusterState } from '../state/cluster-state.ts'
import { nodedAnswers } from '../state/hardware.ts'
import type { GroupState, InstanceState, NodeState } from '../state/objects.ts'
import { microseconds } from '../timing.ts'
import { findGroup } from './expand.ts'
import { textOf } from './input.ts'
import { groupLock, instanceLock, nodeLocks } from './lock-requests.ts'
import type { Opcode, OpcodeRun } from './opcode.ts'
import { nonEmptyText, required } from './opcode-field.ts'

/**
 * OP_GROUP_VERIFY_DISKS (Ganeti lib/cmdlib/group.py:835-986), which ganeti-watcher submits for each group. Its locks are
 * shared, but on all instances and nodes of the group: it waits behind every repair. Volumes that are known to a node come
 * up with it; DRBD devices do not, and those are what it finds after a reboot.
 */
export const GROUP_VERIFY_DISKS: Opcode = {
  opId: 'OP_GROUP_VERIFY_DISKS',
  fields: [required('group_name', nonEmptyText)],
  summaryOf: input => textOf(input, 'group_name'),
  lockStages: [
    run => shared(instancesOf(run.state, groupOf(run)).map(instanceLock)),
    run =>
      [...new Set([groupOf(run), ...instanceNodes(run).map(node => run.state.group(node.groupUuid))])].map(
        group => groupLock(group, 'shared'),
      ),
    run => shared(nodeLocks([...instanceNodes(run), ...run.state.nodesOfGroup(groupOf(run).uuid)])),
  ],
  *run(run) {
    yield microseconds(run.timing.liveQueryMs)
    const instances = instancesOf(run.state, groupOf(run)).filter(instance => instance.disksActive)
    const errors: Record<string, string> = {}
    const missing: Record<string, string[][]> = {}
    const inactive = new Set<string>()
    for (const instance of instances) {
      if (instance.diskTemplate !== 'drbd' && instance.diskTemplate !== 'plain') continue
      for (const node of nodesOf(run.state, instance)) {
        const problem = problemOf(node, instance)
        if (problem !== undefined) errors[node.uuid] = problem
        if (problem !== undefined || node.offline) continue
        const absent = missingVolumes(instance, node)
        if (absent.length > 0) missing[instance.name] = [...(missing[instance.name] ?? []), ...absent]
        const isUp = absent.length === 0 && node.hardware.assembled.has(instance.uuid)
        if (instance.diskTemplate === 'drbd' && !isUp) inactive.add(instance.name)
      }
    }
    const result: [JsonObject, string[], JsonObject] = [errors, [...inactive], missing]
    return result
  },
}

/** An offline node is left out where volumes are listed, and is an error where DRBD's state is asked for. */
function problemOf(node: NodeState, instance: InstanceState): string | undefined {
  if (node.offline) return instance.diskTemplate === 'drbd' ? 'Node is marked offline' : undefined
  if (!nodedAnswers(node)) return 'the node does not answer'
  return node.hardware.hasBrokenStorage ? 'Failed to list volumes: Input/output error' : undefined
}

function missingVolumes(instance: InstanceState, node: NodeState): string[][] {
  const suffixes = instance.diskTemplate === 'drbd' ? ['_data', '_meta'] : ['']
  return instance.disks.flatMap((disk, index) =>
    node.hardware.volumes.has(disk.uuid)
      ? []
      : suffixes.map(suffix => [node.uuid, `xenvg/${disk.uuid}.disk${index}${suffix}`]),
  )
}

function groupOf({ state, input }: OpcodeRun): GroupState {
  return findGroup(state, textOf(input, 'group_name'))
}

/** Those that have a node in the group. */
function instancesOf(state: ClusterState, group: GroupState): InstanceState[] {
  return [...state.instances.values()].filter(instance =>
    nodesOf(state, instance).some(node => node.groupUuid === group.uuid),
  )
}

function nodesOf(state: ClusterState, instance: InstanceState): NodeState[] {
  const secondary = state.secondaryOf(instance)
  return secondary === undefined ? [state.primaryOf(instance)] : [state.primaryOf(instance), secondary]
}

function instanceNodes(run: OpcodeRun): NodeState[] {
  return instancesOf(run.state, groupOf(run)).flatMap(instance => nodesOf(run.state, instance))
}

function shared(locks: readonly LockRequest[]): LockRequest[] {
  return locks.map(({ name }) => ({ name, mode: 'shared' }))
}
