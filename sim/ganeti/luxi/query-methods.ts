import type { JsonValue } from '../../../src/cluster/json.ts'
import { genericError, prereqError } from '../ganeti-failure.ts'
import { RequestParseError } from '../haskell-text.ts'
import { parseJobId } from '../job-id.ts'
import { prettyJson } from '../pretty-json.ts'
import { type Filter, parseFilter } from '../query/filter.ts'
import { classicRows, fieldsJson, queryResultJson, type Resource } from '../query/run-query.ts'
import { microseconds } from '../timing.ts'
import { listOrNull, readFlag, readText, readTexts, tuple } from './arguments.ts'
import { type LuxiMethod, type LuxiWorld, type MethodOutcome, value } from './method.ts'

/** Resources that exist in Ganeti but are answered by opcodes, not by luxid, with their Haskell names. */
const OPCODE_RESOURCES: ReadonlyMap<string, string> = new Map([
  ['cluster', 'QRCluster'],
  ['os', 'QROs'],
])

/** Query [what, fields, filter] (query.md). */
const query: LuxiMethod = (args, world) => {
  const { what, fields, filter } = tuple(args, 3, ([first, second, third = null]) => ({
    what: readResource(first, world),
    fields: readTexts(second),
    filter: parseFilter(third),
  }))
  const resource = resourceOf(what, world)
  return timed(resource, fields, world, () => queryResultJson(resource.run(fields, filter)))
}

/** QueryFields [what, fields or null]. */
const queryFields: LuxiMethod = (args, world) => {
  const { what, fields } = tuple(args, 2, ([first, second]) => ({
    what: readResource(first, world),
    fields: second ?? null,
  }))
  const names = listOrNull(fields, readText)
  return value(fieldsJson(resourceOf(what, world, 'QueryFields').fields, names))
}

/** QueryNodes, QueryInstances, QueryGroups, QueryNetworks: [names, fields, use locking]. */
function classicQuery(what: string): LuxiMethod {
  return (args, world) => {
    const { names, fields, locking } = tuple(args, 3, ([first, second, third]) => ({
      names: readTexts(first),
      fields: readTexts(second),
      locking: readFlag(third),
    }))
    if (locking) throw prereqError('Sync queries are not allowed', 'wrong_input')
    const resource = resourceOf(what, world)
    const filter = anyOf(names, ['name', 'uuid'])
    return timed(resource, fields, world, () => classicRows(resource.run(fields, filter)))
  }
}

/** QueryJobs [ids or null, fields]: a row for every id, known or not; no ids mean all live jobs. */
const queryJobs: LuxiMethod = (args, world) => {
  const { ids, fields } = tuple(args, 2, ([first, second]) => ({
    ids: first ?? null,
    fields: readTexts(second),
  }))
  return value(jobRows(world, listOrNull(ids, parseJobId), fields))
}

/** The plain values of some jobs' fields, as QueryJobs and WaitForJobChange give them. Throws GanetiFailure. */
export function jobRows(world: LuxiWorld, ids: readonly number[], fields: readonly string[]): JsonValue[][] {
  return classicRows(resourceOf('job', world).run(fields, anyOf(ids, ['id'])))
}

/** QueryExports [nodes, use locking]: a node that was named has a row for its name and one for its UUID. */
const queryExports: LuxiMethod = (args, world) => {
  const { nodes, locking } = tuple(args, 2, ([first, second]) => ({
    nodes: readTexts(first),
    locking: readFlag(second),
  }))
  if (locking) throw prereqError('Sync queries are not allowed', 'wrong_input')
  const rows = resourceOf('export', world).run(['node', 'export'], anyOf(nodes, ['node', 'node']))
  return value(classicRows(rows))
}

/** QueryFilters [uuids or null, fields]. */
const queryFilters: LuxiMethod = (args, world) => {
  const { uuids, fields } = tuple(args, 2, ([first, second]) => ({
    uuids: first ?? null,
    fields: readTexts(second),
  }))
  const filter = anyOf(listOrNull(uuids, readText), ['uuid'])
  return value(classicRows(resourceOf('filter', world).run(fields, filter)))
}

export const QUERY_METHODS: Readonly<Record<string, LuxiMethod>> = {
  Query: query,
  QueryFields: queryFields,
  QueryNodes: classicQuery('node'),
  QueryInstances: classicQuery('instance'),
  QueryGroups: classicQuery('group'),
  QueryNetworks: classicQuery('network'),
  QueryJobs: queryJobs,
  QueryExports: queryExports,
  QueryFilters: queryFilters,
}

function readResource(json: JsonValue | undefined, world: LuxiWorld): string {
  if (typeof json !== 'string') {
    throw new RequestParseError(`Invalid value '${prettyJson(json ?? null)}for query type`)
  }
  if (world.resources.has(json) || OPCODE_RESOURCES.has(json)) return json
  throw new RequestParseError(`Can't parse value '${json}' as neitherQueryTypeLuxi nor QueryTypeOp`)
}

function resourceOf(what: string, world: LuxiWorld, method = 'Query'): Resource {
  const resource = world.resources.get(what)
  if (resource === undefined) {
    throw genericError(`${method} 'ItemTypeOpCode ${OPCODE_RESOURCES.get(what)}' not supported`)
  }
  return resource
}

/** Asking nodes takes time, and the answer is as things are when it is given. */
function timed(
  resource: Resource,
  fields: readonly string[],
  world: LuxiWorld,
  compute: () => JsonValue,
): MethodOutcome {
  const delayUs = resource.isLive(fields) ? microseconds(world.timing.liveQueryMs) : 0
  return delayUs === 0 ? value(compute()) : { kind: 'after', delayUs, compute }
}

/** A filter that passes what has one of `values` in one of `fields`; no values pass everything. */
function anyOf(values: readonly (string | number)[], fields: readonly string[]): Filter {
  if (values.length === 0) return { kind: 'all' }
  return {
    kind: 'or',
    parts: fields.flatMap(field => values.map(wanted => ({ kind: 'equal' as const, field, value: wanted }))),
  }
}
