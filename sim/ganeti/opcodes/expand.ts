import { prereqError } from '../ganeti-failure.ts'
import type { ClusterState } from '../state/cluster-state.ts'
import { expandName } from '../state/expand-name.ts'
import type { GroupState, InstanceState, NodeState } from '../state/objects.ts'
import { optionalTextOf, textOf } from './input.ts'
import type { OpcodeRun } from './opcode.ts'

/**
 * Finds the instance of `instance_name` (opcodes.md section 0, lib/cmdlib/common.py:57-104) and fills in its full name and
 * UUID. Throws GanetiFailure if there is none, if `instance_uuid` names another one, or if it is only a reservation and the
 * opcode needs a real one.
 */
export function expandInstance(run: OpcodeRun, forthcoming: 'allowed' | 'refused'): InstanceState {
  const { state, input } = run
  const instance = findInstance(state, textOf(input, 'instance_name'))
  checkUuid('instance', optionalTextOf(input, 'instance_uuid'), instance)
  run.fill({ instance_name: instance.name, instance_uuid: instance.uuid })
  if (instance.forthcoming && forthcoming === 'refused') {
    throw prereqError('forthcoming instances not supported for this operation')
  }
  return instance
}

/** Finds the node of the parameter `name`, and fills in its full name and UUID. Throws as expandInstance does. */
export function expandNode(run: OpcodeRun, name: 'node_name' | 'target_node' | 'remote_node'): NodeState {
  const { state, input } = run
  const uuidName = name === 'node_name' ? 'node_uuid' : `${name}_uuid`
  const node = findNode(state, textOf(input, name))
  checkUuid('node', optionalTextOf(input, uuidName), node)
  run.fill({ [name]: node.name, [uuidName]: node.uuid })
  return node
}

/** The same for a parameter that may be absent. */
export function expandOptionalNode(
  run: OpcodeRun,
  name: 'target_node' | 'remote_node',
): NodeState | undefined {
  return optionalTextOf(run.input, name) === undefined ? undefined : expandNode(run, name)
}

function checkUuid(
  kind: 'instance' | 'node',
  expected: string | undefined,
  object: { readonly uuid: string; readonly name: string },
): void {
  if (expected === undefined || expected === object.uuid) return
  const subject = kind === 'instance' ? ' for instance' : ' for node'
  throw prereqError(
    `The ${kind}s UUID '${object.uuid}' does not match the expected UUID '${expected}'${subject} '${object.name}'. Maybe the ${kind} changed since you submitted this job.`,
    'resource_not_unique',
  )
}

export function findInstance(state: ClusterState, name: string): InstanceState {
  return found('Instance', name, state.instancesByName)
}

export function findNode(state: ClusterState, name: string): NodeState {
  return found('Node', name, state.nodesByName)
}

/** Groups are found by name or UUID, and never by a part of the name. */
export function findGroup(state: ClusterState, name: string): GroupState {
  const group = state.groups.get(name) ?? state.groupsByName.get(name)
  if (group === undefined) throw prereqError(`Node group '${name}' not found`, 'unknown_entity')
  return group
}

function found<T>(kind: string, name: string, byName: ReadonlyMap<string, T>): T {
  const expanded = expandName(name, byName)
  const object = expanded.kind === 'found' ? byName.get(expanded.name) : undefined
  if (object === undefined) throw prereqError(`${kind} '${name}' not known`, 'unknown_entity')
  return object
}
