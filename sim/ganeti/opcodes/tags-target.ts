import { prereqError } from '../ganeti-failure.ts'
import type { LockRequest } from '../jobs/lock-manager.ts'
import type { AnyObject } from '../state/objects.ts'
import { findGroup, findInstance, findNode } from './expand.ts'
import { optionalTextOf, textOf } from './input.ts'
import { groupLock, instanceLock, nodeLocks } from './lock-requests.ts'
import type { OpcodeRun } from './opcode.ts'
import { type OpcodeField, oneOf, optional, required, text, texts } from './opcode-field.ts'

/** The kinds of objects that carry tags, as the wire names them (tags.md section 1). */
export const TAG_KINDS = ['instance', 'node', 'nodegroup', 'cluster', 'network'] as const

/** The parameters of TAGS_SET and TAGS_DEL. */
export const TAGS_FIELDS: readonly OpcodeField[] = [
  required('kind', oneOf('TagKind', TAG_KINDS)),
  required('tags', texts),
  optional('name', text),
]

/** The object that the opcode is about. Throws GanetiFailure if there is none of that name. */
export function tagsTarget({ input, state }: OpcodeRun): AnyObject {
  const name = optionalTextOf(input, 'name') ?? ''
  const kind = textOf(input, 'kind')
  switch (kind) {
    case 'cluster':
      return state.cluster
    case 'instance':
      return findInstance(state, name)
    case 'node':
      return findNode(state, name)
    case 'nodegroup':
      return findGroup(state, name)
    default:
      throw prereqError(`Network '${name}' not found`, 'unknown_entity')
  }
}

/** The lock of that object; the cluster has none but the big one, which everybody shares. */
export function tagsLocks(run: OpcodeRun): LockRequest[] {
  const target = tagsTarget(run)
  switch (target.kind) {
    case 'cluster':
      return []
    case 'instance':
      return [instanceLock(target)]
    case 'node':
      return nodeLocks([target])
    case 'nodegroup':
      return [groupLock(target, 'exclusive')]
  }
}
