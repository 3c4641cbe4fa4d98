import type { TaggedRepair } from '../cluster/repair-tag.ts'
import { covers } from '../cluster/repair-type.ts'
import type { Permission } from './permission.ts'

/**
 * What holds for an instance whose admin has written `oneOff` onto it: a pending tag with an empty list of jobs permits
 * one repair up to its type, besides what the standing tags say in `permission` (the design of auto-repair in Ganeti
 * 2.8: an admin may write the first pending tag where the standing tags do not allow the repair). The wider of both
 * holds, of equals the standing one; a suspension is never overcome. `instance` is the name of the instance that carries
 * the tag. A tag that names a job or has a result permits nothing: a repair was made of it already.
 */
export function withOneOff(permission: Permission, instance: string, oneOff: TaggedRepair): Permission {
  const isOneOff = oneOff.result === undefined && oneOff.jobs.length === 0
  if (!isOneOff || permission.kind === 'suspended') return permission
  if (permission.kind === 'enabled' && covers(permission.upTo, oneOff.type)) return permission
  return { kind: 'enabled', upTo: oneOff.type, by: { level: 'instance', object: instance, tag: oneOff.tag } }
}
