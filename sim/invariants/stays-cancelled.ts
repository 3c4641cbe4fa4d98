import type { FaultName } from '../faults/all.ts'
import type { Stage } from '../play/stage.ts'
import type { Invariant } from './invariant.ts'
import type { RepairJob } from './watch/marks.ts'
import { bookOf } from './watch/repair-book.ts'
import { logOf, nodesOf, type TruthLog } from './watch/truth-log.ts'

/** After one of these nobody can know any more that somebody had said no, or somebody has said yes since. */
const EXCUSES: readonly string[] = [
  'clear',
  'remove-tags',
  'replace-tags',
  'add-tags',
  'original-takes-turns',
] satisfies readonly FaultName[]

/**
 * A repair that a person has cancelled is a no, as long as everything is as it was then: the nodes of the instance, which they are, and what its
 * admin wants of it. What people do to tags is excused altogether.
 */
export const staysCancelled: Invariant = {
  name: 'stays-cancelled',
  about: 'What a person has cancelled is not submitted again, as long as nothing has changed.',
  watch: stage => {
    const log = logOf(stage)
    const book = bookOf(stage)
    let isExcused = false
    const wasRefused = (repair: RepairJob) => {
      const sinceUs = stage.cancelledJobs.get(repair.id)
      if (sinceUs === undefined || repair.status !== 'canceled' || stage.lostJobs.has(repair.id)) return false
      return !isCancelledByHarep(stage, repair) && !hasChanged(stage, log, repair.instance, sinceUs)
    }
    book.read({
      submitted: repair => {
        if (isExcused) return
        const no = book.of(repair.instance).find(earlier => earlier.id < repair.id && wasRefused(earlier))
        if (no === undefined) return
        stage.violate(
          'stays-cancelled',
          `job ${repair.id}, ${repair.type} of ${repair.instance}, was submitted, though somebody had cancelled job ${no.id}, ${no.type} of it, and nothing has changed`,
        )
      },
    })
    return {
      happened: ({ fault }) => {
        isExcused ||= EXCUSES.includes(fault)
      },
    }
  },
}

/** Whether a run of harep, of whatever kind, asked for that, too. */
function isCancelledByHarep({ runs }: Stage, { id }: RepairJob): boolean {
  return runs.some(({ process: { effects } }) =>
    effects.some(
      one => one.kind === 'luxi' && one.method === 'CancelJob' && String(one.args[0]) === String(id),
    ),
  )
}

function hasChanged({ truth }: Stage, log: TruthLog, name: string, sinceUs: number): boolean {
  const instance = truth.instancesByName.get(name)
  if (instance === undefined) return true
  const isOne = (values: readonly string[]) => new Set(values).size <= 1
  const versions = log.since(instance, sinceUs)
  if (!isOne(versions.map(({ flags }) => flags)) || !isOne(versions.map(({ nodes }) => nodes.join())))
    return true
  return nodesOf(instance).some(
    uuid => !isOne(log.since(truth.node(uuid), sinceUs).map(({ flags }) => flags)),
  )
}
