import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../../src/cluster/json.ts'
import { prereqError } from '../ganeti-failure.ts'
import { freeMemoryMiB } from '../state/hardware.ts'
import type { InstanceState } from '../state/objects.ts'
import { checkAdminState } from './checks.ts'
import { expandInstance } from './expand.ts'
import { nodesOf, setAdminState } from './guest.ts'
import { flagOf, optionalFlagOf, optionalTextOf, textOf } from './input.ts'
import { instanceLock } from './lock-requests.ts'
import type { Opcode, OpcodeRun } from './opcode.ts'
import {
  anyObject,
  defaulted,
  flag,
  listOf,
  natural,
  nonEmptyText,
  optional,
  required,
  text,
} from './opcode-field.ts'
import { raisePrereq, rpcProblem, runHooks, runHooksBefore } from './rpc.ts'

/**
 * OP_INSTANCE_SET_PARAMS (Ganeti lib/cmdlib/instance_set_params.py), in outline: backend parameters, operating system,
 * and marking as offline or online. Changes of disks, interfaces and templates are refused.
 */
export const INSTANCE_SET_PARAMS: Opcode = {
  opId: 'OP_INSTANCE_SET_PARAMS',
  fields: [
    required('instance_name', text),
    optional('instance_uuid', nonEmptyText),
    defaulted('force', flag, false),
    defaulted('force_variant', flag, false),
    defaulted('ignore_ipolicy', flag, false),
    defaulted(
      'nics',
      listOf(value => value),
      [],
    ),
    defaulted(
      'disks',
      listOf(value => value),
      [],
    ),
    defaulted('beparams', anyObject, {}),
    optional('runtime_mem', natural),
    defaulted('hvparams', anyObject, {}),
    optional('disk_template', nonEmptyText),
    defaulted('ext_params', anyObject, {}),
    optional('file_driver', nonEmptyText),
    optional('file_storage_dir', nonEmptyText),
    optional('pnode', nonEmptyText),
    optional('pnode_uuid', nonEmptyText),
    optional('remote_node', nonEmptyText),
    optional('remote_node_uuid', nonEmptyText),
    optional('iallocator', nonEmptyText),
    optional('os_name', nonEmptyText),
    defaulted('osparams', anyObject, {}),
    optional('osparams_private', anyObject),
    defaulted('wait_for_sync', flag, true),
    optional('offline', flag),
    defaulted('conflicts_check', flag, true),
    defaulted('hotplug', flag, false),
    defaulted('hotplug_if_possible', flag, false),
    optional('instance_communication', flag),
  ],
  summaryOf: input => textOf(input, 'instance_name'),
  lockStages: [
    run => {
      checkArguments(run.input)
      return [instanceLock(expandInstance(run, 'refused'))]
    },
  ],
  *run(run) {
    const { input, state } = run
    const instance = expandInstance(run, 'refused')
    const offline = optionalFlagOf(input, 'offline')
    if (offline !== undefined) {
      const problem = offline
        ? "can't change to offline without being down first"
        : "can't change to online (down) without being offline first"
      checkAdminState(run, instance, ['down', 'offline'], problem)
    }
    const changes = isJsonObject(input['beparams'] ?? null) ? backendChanges(input['beparams']) : []
    checkMemory(run, instance, changes)
    const hookNodes = [state.master, ...nodesOf(state, instance)]
    yield* runHooksBefore(run, hookNodes)
    const result: JsonValue[] = changes.map(([name, value]) => [`be/${name}`, value])
    for (const [name, value] of changes) setBackendParameter(instance, name, value)
    const os = optionalTextOf(input, 'os_name')
    if (os !== undefined) instance.os = os
    state.touch(instance)
    if (offline !== undefined) {
      const adminState = offline ? 'offline' : 'down'
      setAdminState(state, instance, adminState)
      result.push(['admin_state', adminState])
    }
    runHooks(run, hookNodes)
    return result
  },
}

/** What is not simulated, and so cannot be changed. */
const NOT_SIMULATED = ['nics', 'disks', 'disk_template', 'hvparams', 'osparams', 'runtime_mem', 'pnode']

function isGiven(value: JsonValue | undefined): boolean {
  if (value === undefined || value === null) return false
  if (isJsonArray(value)) return value.length > 0
  return isJsonObject(value) ? Object.keys(value).length > 0 : true
}

function checkArguments(input: JsonObject): void {
  const known = ['beparams', 'os_name', 'offline']
  const fixed = NOT_SIMULATED.find(name => isGiven(input[name]))
  if (fixed !== undefined) {
    throw prereqError(`The simulated cluster cannot change ${fixed} of an instance`, 'wrong_input')
  }
  if (!known.some(name => isGiven(input[name]))) throw prereqError('No changes submitted', 'wrong_input')
}

type Change = readonly [name: string, value: JsonValue]

/** `memory` stands for both limits (lib/objects.py, UpgradeBeParams). */
function backendChanges(beparams: JsonValue | undefined): Change[] {
  if (beparams === undefined || !isJsonObject(beparams)) return []
  return Object.entries(beparams).flatMap(([name, value]): Change[] =>
    name === 'memory'
      ? [
          ['maxmem', value],
          ['minmem', value],
        ]
      : [[name, value]],
  )
}

function setBackendParameter(instance: InstanceState, name: string, value: JsonValue): void {
  if (name === 'maxmem') instance.memoryMiB = Number(value)
  else if (name === 'minmem') instance.minMemoryMiB = Number(value)
  else if (name === 'vcpus') instance.vcpus = Number(value)
  else if (name === 'spindle_use') instance.spindleUse = Number(value)
  else if (name === 'auto_balance') instance.autoBalance = value === true
  else if (name === 'always_failover') instance.alwaysFailover = value === true
}

/** An instance that gets more memory must still be able to start, and to fail over. */
function checkMemory(run: OpcodeRun, instance: InstanceState, changes: readonly Change[]): void {
  const { state, input } = run
  const wantedMiB = Number(changes.find(([name]) => name === 'maxmem')?.[1] ?? instance.memoryMiB)
  if (flagOf(input, 'force') || wantedMiB <= instance.memoryMiB) return
  const primary = state.primaryOf(instance)
  const problem = rpcProblem(primary)
  if (problem !== undefined) {
    run.log(`WARNING: Can't get info from primary node ${primary.name}: ${problem}`)
  } else {
    const currentMiB = primary.hardware.guests.has(instance.uuid) ? instance.memoryMiB : 0
    const missingMiB = wantedMiB - currentMiB - freeMemoryMiB(state, primary)
    if (missingMiB > 0) {
      throw prereqError(
        `This change will prevent the instance from starting, due to ${missingMiB} MB of memory missing on its primary node`,
        'insufficient_resources',
      )
    }
  }
  const secondary = state.secondaryOf(instance)
  if (!instance.autoBalance || secondary === undefined) return
  raisePrereq(rpcProblem(secondary), `Can't get info from secondary node ${secondary.name}`, 'wrong_state')
  if (wantedMiB > freeMemoryMiB(state, secondary)) {
    throw prereqError(
      `This change will prevent the instance from failover to its secondary node ${secondary.name}, due to not enough memory`,
      'wrong_state',
    )
  }
}
