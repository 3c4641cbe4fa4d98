import { type JobStatus, parseJobStatus } from '../../cluster/job.ts'
import { isJsonArray, type JsonValue } from '../../cluster/json.ts'
import { GanetiError } from '../../luxi/luxi-error.ts'
import { perform, type Run } from '../effects.ts'

const UNDER_WAY: ReadonlySet<JobStatus | undefined> = new Set(['waiting', 'running', 'canceling'])

/**
 * Tells what keeps a job from beginning, as far as the queue shows it: mostly jobs that take all its slots. Jobs that a hold of
 * ours keeps have not begun, and so do not count. Throws LuxiError, but for what luxid refuses.
 */
export function* whyNotBegun(): Run<string> {
  const underWay = yield* countUnderWay()
  if (underWay === undefined) return 'luxid does not tell what is under way'
  const jobs = underWay === 1 ? '1 job is' : `${underWay} jobs are`
  return underWay > 0
    ? `${jobs} under way and may take all slots of the queue (gnt-job list), or a job filter keeps it back (gnt-filter list)`
    : 'no job is under way, so a job filter keeps it back (gnt-filter list), or ganeti-luxid begins no jobs any more, and may have to be restarted'
}

/** How many jobs hold a slot; undefined where luxid refuses to tell, which must not undo what is on record by now. */
function* countUnderWay(): Run<number | undefined> {
  try {
    const rows = yield* perform({ kind: 'luxi', method: 'QueryJobs', args: [null, ['status', 'opstatus']] })
    return isJsonArray(rows) ? rows.filter(isUnderWay).length : undefined
  } catch (error) {
    if (!(error instanceof GanetiError)) throw error
    return undefined
  }
}

/** Between two of its opcodes a job is queued, and holds its slot. */
function isUnderWay(row: JsonValue): boolean {
  const [status, opcodes] = isJsonArray(row) ? row : []
  if (typeof status !== 'string') return false
  const known = parseJobStatus(status)
  if (known !== 'queued') return UNDER_WAY.has(known)
  return opcodes !== undefined && isJsonArray(opcodes) && opcodes.some(opcode => opcode !== 'queued')
}
