import * as v from 'valibot'
import { REPAIR_TYPES } from '../../src/cluster/repair-type.ts'
import type { ClusterDefinition } from '../ganeti/cluster-definition.ts'
import { START_US } from '../play/stage.ts'
import { parseTime } from './time-text.ts'
import { described, objectName } from './words.ts'

const PREFIX = 'ganeti:watcher:autorepair:'

const WORD = new RegExp(`^(?:${REPAIR_TYPES.join('|')}|suspend|suspend until [0-9dhms.]{1,40})$`)

const word = v.pipe(
  v.string(),
  v.regex(WORD, `must be ${REPAIR_TYPES.join(', ')}, suspend, or such as suspend until 1h30m`),
)
const words = v.union([word, v.pipe(v.array(word), v.maxLength(100))])

/** What a scenario file may say of permissions: short for the tags of auto-repair, which its cluster may as well have itself. */
export const PERMISSIONS_SCHEMA = v.strictObject({
  cluster: v.exactOptional(described(words, 'For all instances.')),
  groups: v.exactOptional(
    described(v.record(objectName, words), 'For the instances of a group, by its name.'),
  ),
  instances: v.exactOptional(described(v.record(objectName, words), 'For single instances, by their names.')),
})

export type Permissions = v.InferOutput<typeof PERMISSIONS_SCHEMA>

/** The cluster with these permissions as tags, after those that it has. */
export function withPermissions(cluster: ClusterDefinition, permissions: Permissions): ClusterDefinition {
  const { groups = {}, instances = {} } = permissions
  return {
    ...cluster,
    cluster: tagged(cluster.cluster, permissions.cluster),
    groups: cluster.groups.map(group => tagged(group, own(groups, group.name))),
    instances: cluster.instances.map(instance => tagged(instance, own(instances, instance.name))),
  }
}

type Words = string | readonly string[]

function own(byName: Readonly<Record<string, Words>>, name: string): Words | undefined {
  return Object.hasOwn(byName, name) ? byName[name] : undefined
}

function tagged<T extends { readonly tags?: readonly string[] }>(object: T, given: Words | undefined): T {
  if (given === undefined) return object
  const added = (typeof given === 'string' ? [given] : given).map(tagOf)
  return { ...object, tags: [...new Set([...(object.tags ?? []), ...added])] }
}

function tagOf(one: string): string {
  const until = /^suspend until (.*)$/.exec(one)?.[1]
  if (until === undefined) return PREFIX + one
  return `${PREFIX}suspend:${START_US / 1_000_000 + Math.round(parseTime(until) ?? 0)}`
}
