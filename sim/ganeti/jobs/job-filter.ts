import { isJsonArray, type JsonValue } from '../../../src/cluster/json.ts'
import { prettyJson, RequestParseError } from '../haskell-text.ts'
import { parseFilter } from '../query/filter.ts'
import type { Job } from './job.ts'
import { type JobPredicate, predicateHolds } from './job-predicate.ts'

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
      rule.action.kind !== 'CONTINUE' &&
      rule.predicates.every(predicate => predicateHolds(predicate, rule.watermark, job)),
  )
}
