import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../../src/cluster/json.ts'
import { execError, prereqError } from '../ganeti-failure.ts'
import { runEvacuationIallocator } from '../hail/run-iallocator.ts'
import { compareNice } from '../query/nice-sort.ts'
import type { InstanceState, NodeState } from '../state/objects.ts'
import { expandNode, expandOptionalNode } from './expand.ts'
import { chosenIallocator } from './iallocator-choice.ts'
import { flagOf, optionalTextOf, textOf } from './input.ts'
import { logInfo, logWarning } from './job-log.ts'
import { groupLock, instanceLock, nodeLocks } from './lock-requests.ts'
import type { Opcode, OpcodeRun } from './opcode.ts'
import { defaulted, flag, nonEmptyText, oneOf, optional, required } from './opcode-field.ts'
import { resultWithJobs } from './submitted-jobs.ts'

/** OP_NODE_EVACUATE (opcodes.md section 11; Ganeti lib/cmdlib/node.py:964-1154): submits one job for each instance. */
export const NODE_EVACUATE: Opcode = {
  opId: 'OP_NODE_EVACUATE',
  fields: [
    defaulted('early_release', flag, false),
    required('node_name', nonEmptyText),
    optional('node_uuid', nonEmptyText),
    optional('remote_node', nonEmptyText),
    optional('remote_node_uuid', nonEmptyText),
    optional('iallocator', nonEmptyText),
    required('mode', oneOf('EvacMode', ['primary-only', 'secondary-only', 'all'])),
    optional('ignore_soft_errors', flag),
  ],
  summaryOf: input => textOf(input, 'node_name'),
  lockStages: [
    run => {
      chosenIallocator(run, 'remote_node')
      checkNodes(run)
      return instancesOf(run).map(instance => ({ ...instanceLock(instance), mode: 'shared' }))
    },
    run => {
      const groups = new Set(nodesInvolved(run).map(node => run.state.group(node.groupUuid)))
      return [...groups].map(group => groupLock(group, 'shared'))
    },
    run => nodeLocks(nodesInvolved(run)).map(lock => ({ ...lock, mode: 'shared' })),
  ],
  *run(run) {
    const node = expandNode(run, 'node_name')
    const instances = instancesOf(run)
    const names = instances.map(instance => instance.name)
    if (names.length === 0) logInfo(run, `No instances to evacuate from node '${node.name}'`)
    else {
      const sorted = [...names].sort(compareNice).join(', ')
      logInfo(run, `Evacuating instances from node '${node.name}': ${sorted}`)
    }
    checkRemoteNode(run, instances)
    yield 0
    return resultWithJobs(run, names.length === 0 ? [] : yield* evacuation(run, names))
  },
}

function checkNodes(run: OpcodeRun): void {
  const node = expandNode(run, 'node_name')
  const remote = expandOptionalNode(run, 'remote_node')
  if (remote === undefined) return
  if (remote === node) {
    throw prereqError('Can not use evacuated node as a new secondary node', 'wrong_input')
  }
  if (textOf(run.input, 'mode') !== 'secondary-only') {
    throw prereqError(
      'Without the use of an iallocator only secondary instances can be evacuated',
      'wrong_input',
    )
  }
}

/** The node itself, and where its instances may go: one given node, or any of its group. */
function nodesInvolved(run: OpcodeRun): NodeState[] {
  const node = expandNode(run, 'node_name')
  const remote = expandOptionalNode(run, 'remote_node')
  return remote === undefined ? run.state.nodesOfGroup(node.groupUuid) : [node, remote]
}

function instancesOf(run: OpcodeRun): InstanceState[] {
  const { uuid } = expandNode(run, 'node_name')
  switch (textOf(run.input, 'mode')) {
    case 'primary-only':
      return [...run.state.primaryInstances(uuid)]
    case 'secondary-only':
      return [...run.state.secondaryInstances(uuid)]
    default:
      throw prereqError(
        'Due to an issue with the iallocator interface it is not possible to evacuate all instances at once; specify explicitly whether to evacuate primary or secondary instances',
        'wrong_input',
      )
  }
}

function checkRemoteNode(run: OpcodeRun, instances: readonly InstanceState[]): void {
  const remote = expandOptionalNode(run, 'remote_node')
  const there = instances.find(instance => instance.primaryUuid === remote?.uuid)
  if (remote === undefined || there === undefined) return
  throw prereqError(
    `Node ${remote.name} is the primary node of instance ${there.name}, cannot use it as secondary`,
    'wrong_input',
  )
}

/** The jobs, each a list of opcodes. */
function* evacuation(run: OpcodeRun, names: readonly string[]): Generator<number, JsonObject[][]> {
  const { input } = run
  const isEarly = flagOf(input, 'early_release')
  const iallocator = optionalTextOf(input, 'iallocator') ?? run.state.cluster.defaultIallocator
  const remote = expandOptionalNode(run, 'remote_node')
  if (remote !== undefined) {
    return names.map(name => [
      {
        OP_ID: 'OP_INSTANCE_REPLACE_DISKS',
        instance_name: name,
        remote_node: remote.name,
        disks: [],
        mode: 'replace_new_secondary',
        early_release: isEarly,
      },
    ])
  }
  const mode = textOf(input, 'mode') === 'primary-only' ? 'primary-only' : 'secondary-only'
  const isLenient = input['ignore_soft_errors'] === true
  const answer = yield* runEvacuationIallocator(run, iallocator, names, mode, isLenient)
  const [moved = null, failed = null, jobs = null] = isJsonArray(answer) ? answer : []
  checkAllMoved(run, failed)
  logMoved(run, moved)
  return listOf(jobs).map(job =>
    listOf(job)
      .filter(isJsonObject)
      .map(opcode => ('early_release' in opcode ? { ...opcode, early_release: isEarly } : opcode)),
  )
}

function checkAllMoved(run: OpcodeRun, failed: JsonValue): void {
  const reasons = listOf(failed).map(entry => {
    const [name, reason] = listOf(entry)
    return `${String(name)} (${String(reason)})`
  })
  if (reasons.length === 0) return
  const text = `Unable to evacuate instances ${reasons.join(', ')}`
  logWarning(run, text)
  throw execError(text)
}

function logMoved(run: OpcodeRun, moved: JsonValue): void {
  const places = listOf(moved).map(entry => {
    const [name, , nodes = null] = listOf(entry)
    return `${String(name)} (to ${listOf(nodes).join(', ')})`
  })
  if (places.length > 0) logInfo(run, `Instances to be moved: ${places.join(', ')}`)
}

function listOf(value: JsonValue): readonly JsonValue[] {
  return isJsonArray(value) ? value : []
}
