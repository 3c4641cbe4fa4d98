import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../../src/cluster/json.ts'
import { GanetiFailure } from '../ganeti-failure.ts'
import { COMMON_FIELDS } from '../opcodes/common-fields.ts'
import { normal } from '../query/cell.ts'
import type { Comparison, Filter, FilterLeaf, FilterValue } from '../query/filter.ts'
import { passes } from '../query/filter-evaluation.ts'
import type { Job } from './job.ts'
import { type ReasonEntry, reasonsOf } from './reason-trail.ts'

/** One predicate: what part of a job it looks at, and the filter over it. */
export interface JobPredicate {
  readonly kind: 'jobid' | 'opcode' | 'reason'
  readonly filter: Filter
  readonly json: JsonValue
}

/**
 * Whether a predicate is true of a job (jobs.md section 11; Ganeti src/Ganeti/JQScheduler/Filtering.hs, matchPredicate).
 * In predicates on ids and reasons only comparisons exist; whatever else is evaluated makes the whole predicate false, even
 * below a negation. In those on opcodes the same goes for a field that the opcode does not have, evaluated or not, and what
 * opcodes have in common (comment, priority, dependencies, reasons) cannot be seen.
 *
 * @param watermark what the word `watermark` stands for in predicates on ids
 */
export function predicateHolds(predicate: JobPredicate, watermark: number, job: Job): boolean {
  const { kind, filter } = predicate
  switch (kind) {
    case 'jobid':
      return isTrue(filter, leaf => idHolds(leaf, watermark, job.id))
    case 'reason':
      return reasonsOf(job).some(entry => isTrue(filter, leaf => reasonHolds(leaf, entry)))
    case 'opcode':
      return job.opcodes.some(
        ({ input }) =>
          leavesOf(filter).every(leaf => fieldOf(input, leaf.field) !== undefined) &&
          isTrue(filter, leaf => opcodeHolds(leaf, fieldOf(input, leaf.field) ?? null)),
      )
  }
}

/** Whether something holds of one field; undefined where that makes no sense. */
type LeafTest = (leaf: FilterLeaf) => boolean | undefined

function isTrue(filter: Filter, test: LeafTest): boolean {
  return evaluate(filter, test) ?? false
}

/** Undefined as soon as something is evaluated that is undefined; what comes behind a decision is not evaluated. */
function evaluate(filter: Filter, test: LeafTest): boolean | undefined {
  switch (filter.kind) {
    case 'all':
      return true
    case 'and':
    case 'or': {
      const deciding = filter.kind === 'or'
      for (const part of filter.parts) {
        const isPartTrue = evaluate(part, test)
        if (isPartTrue === undefined || isPartTrue === deciding) return isPartTrue
      }
      return !deciding
    }
    case 'not': {
      const isPartTrue = evaluate(filter.part, test)
      return isPartTrue === undefined ? undefined : !isPartTrue
    }
    default:
      return test(filter)
  }
}

function idHolds(leaf: FilterLeaf, watermark: number, id: number): boolean | undefined {
  const comparison = comparisonOf(leaf)
  if (comparison?.field !== 'id') return undefined
  if (comparison.value === 'watermark') return holds(comparison.kind, id, watermark)
  return typeof comparison.value === 'number' ? holds(comparison.kind, id, comparison.value) : undefined
}

function reasonHolds(leaf: FilterLeaf, entry: ReasonEntry): boolean | undefined {
  const comparison = comparisonOf(leaf)
  const { field } = leaf
  if (comparison === undefined || (field !== 'source' && field !== 'reason' && field !== 'timestamp')) {
    return undefined
  }
  // Ganeti's type for values in filters puts every text before every number.
  const rank = (value: JsonValue) => (typeof value === 'number' ? 1 : 0)
  return compares(comparison, entry[field], rank)
}

function opcodeHolds(leaf: FilterLeaf, actual: JsonValue): boolean | undefined {
  const comparison = comparisonOf(leaf)
  if (comparison !== undefined) return compares(comparison, actual, jsonRank)
  if (leaf.kind === 'contains' && !isJsonArray(actual)) return undefined
  try {
    return passes(leaf, () => ({ cell: normal(actual), mode: 'plain' }))
  } catch (error) {
    // A value of another type; in a rule there is nobody to whom that could be told.
    if (error instanceof GanetiFailure) return undefined
    throw error
  }
}

interface ComparisonLeaf {
  readonly kind: Comparison
  readonly field: string
  readonly value: FilterValue
}

function comparisonOf(leaf: FilterLeaf): ComparisonLeaf | undefined {
  if (leaf.kind === 'true' || leaf.kind === 'regexp' || leaf.kind === 'contains') return undefined
  return { kind: leaf.kind, field: leaf.field, value: leaf.value }
}

/** Values of the same type by their own order, others by the rank of their types. */
function compares(
  { kind, value }: ComparisonLeaf,
  actual: JsonValue,
  rank: (value: JsonValue) => number,
): boolean {
  if (typeof actual === 'number' && typeof value === 'number') return holds(kind, actual, value)
  if (typeof actual === 'string' && typeof value === 'string') return holds(kind, actual, value)
  return holds(kind, rank(actual), rank(value))
}

/** The order of the types of JSON in Haskell's library. */
function jsonRank(value: JsonValue): number {
  if (value === null) return 0
  if (typeof value === 'boolean') return 1
  if (typeof value === 'number') return 2
  if (typeof value === 'string') return 3
  return isJsonArray(value) ? 4 : 5
}

function holds<T extends string | number>(comparison: Comparison, actual: T, wanted: T): boolean {
  switch (comparison) {
    case 'equal':
      return actual === wanted
    case 'less':
      return actual < wanted
    case 'greater':
      return actual > wanted
    case 'lessOrEqual':
      return actual <= wanted
    case 'greaterOrEqual':
      return actual >= wanted
  }
}

const HIDDEN_FIELDS: ReadonlySet<string> = new Set(COMMON_FIELDS.map(field => field.name))

function leavesOf(filter: Filter): FilterLeaf[] {
  switch (filter.kind) {
    case 'all':
      return []
    case 'and':
    case 'or':
      return filter.parts.flatMap(leavesOf)
    case 'not':
      return leavesOf(filter.part)
    default:
      return [filter]
  }
}

/** A field of an opcode; dots lead into objects. */
function fieldOf(input: JsonObject, path: string): JsonValue | undefined {
  const [first = '', ...rest] = path.split('.')
  let value: JsonValue | undefined = HIDDEN_FIELDS.has(first) ? undefined : input[first]
  for (const key of rest) value = value !== undefined && isJsonObject(value) ? value[key] : undefined
  return value
}
