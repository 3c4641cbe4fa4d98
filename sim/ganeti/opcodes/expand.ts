import type { JsonObject } from '../../../src/cluster/json.ts'
import { prereqError } from '../ganeti-failure.ts'
import type { ClusterState } from '../state/cluster-state.ts'
import { expandName } from '../state/expand-name.ts'
import type { GroupState, InstanceState, NodeState } from '../state/objects.ts'
import { optionalTextOf, textOf } from './input.ts'

/**
 * Finds the instance of `instance_name` (opcodes.md section 0, lib/cmdlib/common.py:57-104). Throws GanetiFailure if there
 * is none, if `instance_uuid` names another one, or if it is only a reservation and the opcode needs a real one.
 */
export function expandInstance(
  state: ClusterState,
  input: JsonObject,
  forthcoming: 'allowed' | 'refused',
): InstanceState {
  const instance = findInstance(state, textOf(input, 'instance_name'))
  const uuid = optionalTextOf(input, 'instance_uuid')
  if (uuid !== undefined && uuid !== instance.uuid) {
    throw prereqError(
      `Instances UUID '${uuid}' does not match its name '${instance.name}'`,
      'resource_not_unique',
    )
  }
  if (instance.forthcoming && forthcoming === 'refused') {
    throw prereqError('forthcoming instances not supported for this operation')
  }
  return instance
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

/** The node that an opcode's optional name (or UUID) parameter points to. */
export function findOptionalNode(
  state: ClusterState,
  input: JsonObject,
  name: string,
): NodeState | undefined {
  const given = optionalTextOf(input, name)
  return given === undefined ? undefined : findNode(state, given)
}

function found<T>(kind: string, name: string, byName: ReadonlyMap<string, T>): T {
  const expanded = expandName(name, byName)
  const object = expanded.kind === 'found' ? byName.get(expanded.name) : undefined
  if (object === undefined) throw prereqError(`${kind} '${name}' not known`, 'unknown_entity')
  return object
}
