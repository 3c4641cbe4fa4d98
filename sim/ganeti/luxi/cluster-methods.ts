import { isJsonArray, type JsonValue } from '../../../src/cluster/json.ts'
import { prereqError } from '../ganeti-failure.ts'
import { noEnumValue, RequestParseError } from '../haskell-text.ts'
import { TAG_KINDS } from '../opcodes/tags-target.ts'
import { lookUp } from '../query/lookup.ts'
import { sortedTags } from '../query/parameters.ts'
import type { ClusterState } from '../state/cluster-state.ts'
import { readText, readTexts, single, tuple } from './arguments.ts'
import { clusterInfo } from './cluster-info.ts'
import { type LuxiMethod, type LuxiWorld, value } from './method.ts'
import { replaceFilter } from './replace-filter.ts'

/** QueryClusterInfo: its arguments are not looked at. */
const queryClusterInfo: LuxiMethod = (_, { state }) => value(clusterInfo(state))

/** QueryConfigValues [fields]; null for one that does not exist. */
const queryConfigValues: LuxiMethod = (args, world) => {
  const fields = single(args, '321:15-22', readTexts)
  return value(fields.map(field => configValue(field, world)))
}

function configValue(field: string, { state, queue }: LuxiWorld): JsonValue {
  switch (field) {
    case 'cluster_name':
      return state.cluster.name
    case 'master_node':
      return state.master.name
    case 'watcher_pause':
      return state.cluster.watcherPauseUntil
    case 'drain_flag':
      return queue.isDrained
    case 'modify_ssh_setup':
      return false
    case 'ssh_key_type':
      return 'rsa'
    case 'ssh_key_bits':
      return 2048
    default:
      return null
  }
}

/** QueryTags [kind, name]. */
const queryTags: LuxiMethod = (args, { state }) => {
  const { kind, name } = tuple(args, 2, ([first, second]) => ({
    kind: readKind(first),
    name: readText(second),
  }))
  return value(sortedTags(tagsOf(kind, name, state)))
}

type TagKind = (typeof TAG_KINDS)[number]

function readKind(json: JsonValue | undefined): TagKind {
  if (typeof json !== 'string') throw noEnumValue('TagKind', 'Unable to read String')
  const kind = TAG_KINDS.find(known => known === json)
  if (kind === undefined) {
    throw new RequestParseError(`Invalid string value for type TagKind: ${JSON.stringify(json)}`)
  }
  return kind
}

function tagsOf(kind: TagKind, name: string, state: ClusterState): ReadonlySet<string> {
  switch (kind) {
    case 'cluster':
      return state.cluster.tags
    case 'instance':
      return lookUp('Instance', name, state.instances, state.instancesByName).tags
    case 'node':
      return lookUp('Node', name, state.nodes, state.nodesByName).tags
    case 'nodegroup':
      return lookUp('NodeGroup', name, state.groups, state.groupsByName).tags
    case 'network':
      throw prereqError(`Network name ${name} not found`, 'unknown_entity')
  }
}

/** SetWatcherPause [until, in seconds since the epoch, or null]; anything else counts as null. */
const setWatcherPause: LuxiMethod = (args, { state }) => {
  const only = isJsonArray(args) && args.length === 1 ? args[0] : undefined
  const until = typeof only === 'number' ? only : null
  // QueryConfigValues gives whole seconds.
  state.cluster.watcherPauseUntil = until === null ? null : Math.floor(until)
  return value(until)
}

export const CLUSTER_METHODS: Readonly<Record<string, LuxiMethod>> = {
  QueryClusterInfo: queryClusterInfo,
  QueryConfigValues: queryConfigValues,
  QueryTags: queryTags,
  SetWatcherPause: setWatcherPause,
  ReplaceFilter: replaceFilter,
}
