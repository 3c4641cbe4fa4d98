import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../../src/cluster/json.ts'
import { GanetiFailure } from '../ganeti-failure.ts'
import { prettyJson, RequestParseError } from '../haskell-text.ts'
import { type Cell, normal, UNAVAILABLE } from '../query/cell.ts'
import { type Filter, type FilterLeaf, parseFilter } from '../query/filter.ts'
import { passes } from '../query/filter-evaluation.ts'
import type { Job } from './job.ts'

/**
 * Job filters (jobs.md section 11; Ganeti src/Ganeti/JQScheduler/Filtering.hs). A rule says what happens to the queued jobs
 * that all its predicates match. Rules are asked by priority, then by the highest job id there was when they were added,
 * then by UUID; the first one that matches and does not say CONTINUE decides.
 */
export interface JobFilter {
  readonly uuid: string
  readonly watermark: number
  readonly priority: number
  readonly predicates: readonly JobPredicate[]
  readonly action: FilterAction
  readonly reasonTrail: readonly JsonValue[]
}

/** What happens to a job that a rule matches. */
export type FilterAction =
  | { readonly kind: 'ACCEPT' | 'PAUSE' | 'REJECT' | 'CONTINUE' }
  | { readonly kind: 'RATE_LIMIT'; readonly jobsMax: number }

/** One predicate: what part of a job it looks at, and the filter over it. */
export interface JobPredicate {
  readonly kind: 'jobid' | 'opcode' | 'reason'
  readonly filter: Filter
  readonly json: JsonValue
}

/** Decodes a list of predicates. Throws RequestParseError. */
export function parsePredicates(json: JsonValue): JobPredicate[] {
  if (!isJsonArray(json)) throw new RequestParseError('Unable to read List')
  return json.map(parsePredicate)
}

function parsePredicate(json: JsonValue): JobPredicate {
  if (!isJsonArray(json) || json.length !== 2)
    throw new RequestParseError(`Unknown FilterPredicate ${prettyJson(json)}`)
  const [kind, filter = null] = json
  if (kind !== 'jobid' && kind !== 'opcode' && kind !== 'reason') {
    throw new RequestParseError(`Unknown FilterPredicate ${prettyJson(json)}`)
  }
  return { kind, filter: parseFilter(filter), json }
}

/** Decodes an action. Throws RequestParseError. */
export function parseAction(json: JsonValue): FilterAction {
  if (json === 'ACCEPT' || json === 'PAUSE' || json === 'REJECT' || json === 'CONTINUE') return { kind: json }
  if (isJsonArray(json) && json.length === 2 && json[0] === 'RATE_LIMIT') {
    const jobsMax = json[1]
    if (typeof jobsMax === 'number' && Number.isInteger(jobsMax) && jobsMax > 0)
      return { kind: 'RATE_LIMIT', jobsMax }
  }
  throw new RequestParseError(`Invalid FilterAction ${prettyJson(json)}`)
}

/** An action as JSON. */
export function actionJson(action: FilterAction): JsonValue {
  return action.kind === 'RATE_LIMIT' ? [action.kind, action.jobsMax] : action.kind
}

/** The order in which rules are asked. */
export function compareFilters(a: JobFilter, b: JobFilter): number {
  return (
    a.priority - b.priority || a.watermark - b.watermark || (a.uuid < b.uuid ? -1 : a.uuid > b.uuid ? 1 : 0)
  )
}

/** The rule that decides about a job, or undefined. `rules` are in the order of compareFilters. */
export function decidingFilter(rules: readonly JobFilter[], job: Job): JobFilter | undefined {
  return rules.find(
    rule =>
      rule.action.kind !== 'CONTINUE' && rule.predicates.every(predicate => matches(predicate, rule, job)),
  )
}

function matches(predicate: JobPredicate, rule: JobFilter, job: Job): boolean {
  switch (predicate.kind) {
    case 'jobid':
      return comparisonsPass(atWatermark(predicate.filter, rule.watermark), { id: job.id })
    case 'opcode':
      return job.opcodes.some(opcode => wholeLanguagePasses(predicate.filter, opcode.input))
    case 'reason':
      return reasonsOf(job).some(reason => comparisonsPass(predicate.filter, reason))
  }
}

/** The reason trails of a job, each entry as an object that a filter can look at. */
export function reasonsOf(job: Job): JsonObject[] {
  return job.opcodes.flatMap(({ input }) => {
    const trail = input['reason']
    if (!isJsonArray(trail)) return []
    return trail.flatMap(entry => {
      if (!isJsonArray(entry)) return []
      const [source = null, reason = null, timestamp = null] = entry
      return [{ source, reason, timestamp }]
    })
  })
}

/** In predicates on ids and reasons everything but comparisons is false (seen on a real Ganeti). */
function comparisonsPass(filter: Filter, object: JsonObject): boolean {
  const isComparison = (leaf: FilterLeaf): boolean =>
    leaf.kind !== 'true' && leaf.kind !== 'regexp' && leaf.kind !== 'contains'
  switch (filter.kind) {
    case 'all':
      return true
    case 'and':
      return filter.parts.every(part => comparisonsPass(part, object))
    case 'or':
      return filter.parts.some(part => comparisonsPass(part, object))
    case 'not':
      return !comparisonsPass(filter.part, object)
    default:
      return isComparison(filter) && wholeLanguagePasses(filter, object)
  }
}

function wholeLanguagePasses(filter: Filter, object: JsonObject): boolean {
  try {
    return passes(filter, field => ({ cell: cellOf(object[field]), mode: 'plain' }))
  } catch (error) {
    // A value of another type does not match; in a rule there is nobody to whom an error could be told.
    if (error instanceof GanetiFailure) return false
    throw error
  }
}

function cellOf(value: JsonValue | undefined): Cell {
  return value === undefined || isJsonObject(value) ? UNAVAILABLE : normal(value)
}

/** Puts the number in place of the word `watermark`. */
function atWatermark(filter: Filter, watermark: number): Filter {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return { kind: filter.kind, parts: filter.parts.map(part => atWatermark(part, watermark)) }
    case 'not':
      return { kind: 'not', part: atWatermark(filter.part, watermark) }
    case 'all':
    case 'true':
    case 'regexp':
      return filter
    default:
      return filter.value === 'watermark' ? { ...filter, value: watermark } : filter
  }
}
