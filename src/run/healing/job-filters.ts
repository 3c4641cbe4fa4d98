import { isJsonArray, type JsonValue } from '../../cluster/json.ts'

/*
 * Job filters of others (jobs.md section 11; Ganeti src/Ganeti/JQScheduler/Filtering.hs). They are asked by priority, then by the highest job id
 * there was when they were added, and the first one that matches decides. So an older one of priority 0 is asked before any hold of ours
 * (hold.ts): what it lets in starts at once. And one that rejects all new jobs is how Ganeti's own documents drain a queue.
 */

/** A job filter that is no hold of ours, as luxid tells it. */
export interface JobFilter {
  readonly uuid: string
  readonly watermark: JsonValue
  readonly priority: JsonValue
  readonly predicates: JsonValue
  readonly action: JsonValue
}

/** Which of the jobs that a run submits a filter matches, as far as can be told. */
type Matches = 'all' | 'some-perhaps' | 'none'

/** The filter that rejects all new jobs, if there surely is one: whatever is submitted then is cancelled. */
export function rejectingAll(filters: readonly JobFilter[]): JobFilter | undefined {
  const [first] = filters
    .filter(filter => filter.action !== 'CONTINUE' && matchesOf(filter) !== 'none')
    .sort(inOrder)
  return first?.action === 'REJECT' && matchesOf(first) === 'all' ? first : undefined
}

/** The filters that are asked before a hold of ours, and may let in what it is to hold. */
export function askedBeforeHolds(filters: readonly JobFilter[]): readonly JobFilter[] {
  return filters.filter(
    filter => filter.priority === 0 && LET_IN.includes(actionOf(filter)) && matchesOf(filter) !== 'none',
  )
}

const LET_IN: readonly JsonValue[] = ['ACCEPT', 'RATE_LIMIT']

/** The action of a filter, without its number. */
export function actionOf({ action }: JobFilter): JsonValue {
  return isJsonArray(action) ? (action[0] ?? null) : action
}

function inOrder(one: JobFilter, other: JobFilter): number {
  const byPriority = Number(one.priority) - Number(other.priority)
  const byAge = Number(one.watermark) - Number(other.watermark)
  return byPriority || byAge || (one.uuid < other.uuid ? -1 : 1)
}

/** All predicates of a filter must match. */
function matchesOf({ predicates, watermark }: JobFilter): Matches {
  if (!isJsonArray(predicates)) return 'some-perhaps'
  const matches = predicates.map(predicate => matchesOfOne(predicate, watermark))
  if (matches.includes('none')) return 'none'
  return matches.every(one => one === 'all') ? 'all' : 'some-perhaps'
}

function matchesOfOne(predicate: JsonValue, watermark: JsonValue): Matches {
  const [kind, condition] = isJsonArray(predicate) ? predicate : []
  const [operator, field, value, ...more] = condition !== undefined && isJsonArray(condition) ? condition : []
  if (typeof operator !== 'string' || value === undefined || more.length > 0) return 'some-perhaps'
  const isEqual = operator === '=' || operator === '=='
  if ((kind === 'jobid' || kind === 'reason') && !COMPARISONS.includes(operator)) return 'none'
  switch (`${String(kind)} ${String(field)}`) {
    case 'jobid id':
      return ofNewIds(operator, value === 'watermark' ? watermark : value, watermark)
    case 'reason source':
      // luxid adds an entry of its own.
      if (!isEqual || String(value).startsWith('gnt:opcode:')) return 'some-perhaps'
      return value === 'harep' ? 'all' : 'none'
    case 'opcode OP_ID':
      return !isEqual || SUBMITTED.includes(String(value)) ? 'some-perhaps' : 'none'
    default:
      return 'some-perhaps'
  }
}

/** Ganeti takes nothing else for true there, not even regular expressions, though its own documents show one. */
const COMPARISONS: readonly string[] = ['=', '==', '!=', '<', '>', '<=', '>=', '!', '&', '|']

/** The jobs that are still to be submitted have higher ids than all that there were when a filter was added. */
function ofNewIds(operator: string, value: JsonValue, watermark: JsonValue): Matches {
  const isOld = typeof value === 'number' && typeof watermark === 'number' && value <= watermark
  if (!isOld) return 'some-perhaps'
  if (operator === '>' || operator === '>=' || operator === '!=') return 'all'
  return ['<', '<=', '=', '=='].includes(operator) ? 'none' : 'some-perhaps'
}

/** The opcodes of repairs. */
const SUBMITTED: readonly string[] = [
  'OP_INSTANCE_ACTIVATE_DISKS',
  'OP_INSTANCE_FAILOVER',
  'OP_INSTANCE_MIGRATE',
  'OP_INSTANCE_MOVE',
  'OP_INSTANCE_RECREATE_DISKS',
  'OP_INSTANCE_REINSTALL',
  'OP_INSTANCE_REPLACE_DISKS',
  'OP_INSTANCE_SHUTDOWN',
  'OP_INSTANCE_STARTUP',
  'OP_TEST_DELAY',
]
