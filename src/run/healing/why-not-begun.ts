import { type JobStatus, parseJobStatus } from '../../cluster/job.ts'
import { isJsonArray, type JsonValue } from '../../cluster/json.ts'
import { perform, type Run } from '../effects.ts'

const UNDER_WAY: ReadonlySet<JobStatus | undefined> = new Set(['waiting', 'running', 'canceling'])

/**
 * Tells what keeps a job from beginning, as far as the queue shows it. Jobs that a hold of ours keeps are queued, and so do
 * not count. luxid's thread that begins jobs dies of a job file that is lost, and luxid goes on answering as if nothing were:
 * whoever reads only that a tag was late would look for busy jobs in vain. Throws LuxiError.
 */
export function* whyNotBegun(): Run<string> {
  const rows = yield* perform({ kind: 'luxi', method: 'QueryJobs', args: [null, ['status']] })
  const underWay = isJsonArray(rows) ? rows.filter(isUnderWay).length : 0
  if (underWay > 0)
    return `did not begin in time: other jobs are under way (${underWay}), and may take all slots of the queue (gnt-job list --running)`
  return 'did not begin, though no other job is under way: a job filter keeps it back (gnt-filter list), or ganeti-luxid begins no more jobs and must be restarted'
}

function isUnderWay(row: JsonValue): boolean {
  const status = isJsonArray(row) ? row[0] : undefined
  return typeof status === 'string' && UNDER_WAY.has(parseJobStatus(status))
}
