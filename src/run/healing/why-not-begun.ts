import { type JobId, type JobStatus, parseJobStatus } from '../../cluster/job.ts'
import { isJsonArray, type JsonValue } from '../../cluster/json.ts'
import { GanetiError } from '../../luxi/luxi-error.ts'
import { perform, type Run } from '../effects.ts'

/** What keeps jobs from beginning, as far as the queue shows it. */
export interface Obstacle {
  /** Whether jobs are under way, whose slots come free, as far as is known. */
  readonly isBusy: boolean
  readonly text: string
}

const UNDER_WAY: ReadonlySet<JobStatus | undefined> = new Set(['waiting', 'running', 'canceling'])

/**
 * Tells what keeps jobs from beginning: mostly those that take all slots of the queue. Jobs that a hold of ours keeps have not
 * begun, and so do not count. Throws LuxiError, but for what luxid refuses to tell.
 */
export function* whyNotBegun(ours: readonly JobId[]): Run<Obstacle> {
  const underWay = yield* countUnderWay(new Set(ours))
  if (underWay === undefined) return { isBusy: true, text: 'luxid does not tell what is under way' }
  const jobs = underWay === 1 ? '1 job is' : `${underWay} jobs are`
  const text =
    underWay > 0
      ? `${jobs} under way and may take all slots of the queue (gnt-job list), or a job filter keeps it back (gnt-filter list)`
      : 'no job is under way, so a job filter keeps it back (gnt-filter list), or ganeti-luxid begins no jobs any more, and may have to be restarted'
  return { isBusy: underWay > 0, text }
}

/** How many jobs that are not ours hold a slot; undefined where luxid refuses to tell. */
function* countUnderWay(ours: ReadonlySet<JobId>): Run<number | undefined> {
  try {
    const args = [null, ['id', 'status', 'opstatus']]
    const rows = yield* perform({ kind: 'luxi', method: 'QueryJobs', args })
    return isJsonArray(rows) ? rows.filter(row => isUnderWay(row, ours)).length : undefined
  } catch (error) {
    if (!(error instanceof GanetiError)) throw error
    return undefined
  }
}

/** Between two of its opcodes a job is queued, and holds its slot. */
function isUnderWay(row: JsonValue, ours: ReadonlySet<JobId>): boolean {
  const [id, status, opcodes] = isJsonArray(row) ? row : []
  if (typeof status !== 'string' || ours.has(String(id))) return false
  const known = parseJobStatus(status)
  if (known !== 'queued') return UNDER_WAY.has(known)
  return opcodes !== undefined && isJsonArray(opcodes) && opcodes.some(opcode => opcode !== 'queued')
}
