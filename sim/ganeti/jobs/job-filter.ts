import { isJsonArray, type JsonValue } from '../../../src/cluster/json.ts'
import { RequestParseError } from '../haskell-text.ts'
import { canonicalFilter, parseFilter } from '../query/filter.ts'
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
  if (!isJsonArray(json)) throw new RequestParseError('Unable to read list')
  return json.map(parsePredicate)
}

function parsePredicate(json: JsonValue): JobPredicate {
  const [kind, ...parameters] = isJsonArray(json) ? json : []
  if (typeof kind !== 'string') {
    throw new RequestParseError(
      'malformed FilterPredicate: must be a list with the first entry being a string describing the predicate type',
    )
  }
  const [filter = null] = parameters
  if ((kind !== 'jobid' && kind !== 'opcode' && kind !== 'reason') || parameters.length !== 1) {
    const shown = JSON.stringify(parameters)
    throw new RequestParseError(
      `malformed FilterPredicate: bad parameter list for '${kind}' predicate: ${shown}`,
    )
  }
  // Shown to others, the filter has its operators in their newer form.
  return { kind, filter: parseFilter(filter), json: [kind, canonicalFilter(filter)] }
}

/** Decodes an action. Throws RequestParseError. */
export function parseAction(json: JsonValue): FilterAction {
  if (json === 'ACCEPT' || json === 'PAUSE' || json === 'REJECT' || json === 'CONTINUE') return { kind: json }
  if (isJsonArray(json) && json[0] === 'RATE_LIMIT') {
    const jobsMax = json[1]
    if (typeof jobsMax !== 'number' || !Number.isInteger(jobsMax) || jobsMax <= 0 || json.length !== 2) {
      throw new RequestParseError('RATE_LIMIT argument must be a positive integer')
    }
    return { kind: 'RATE_LIMIT', jobsMax }
  }
  throw new RequestParseError(`malformed FilterAction JSON: ${JSON.stringify(json)}`)
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
