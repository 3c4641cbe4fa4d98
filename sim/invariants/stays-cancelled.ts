import type { FaultName } from '../faults/all.ts'
import type { Stage } from '../play/stage.ts'
import type { Invariant } from './invariant.ts'
import type { RepairJob } from './watch/marks.ts'
import { bookOf, writesOver } from './watch/repair-book.ts'
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
 * admin wants of it. What is less than that may be made: where a copy is back a re-creation that was cancelled is none any more, and a failover is
 * due. What people do to tags is excused altogether.
 */
export const staysCancelled: Invariant = {
  name: 'stays-cancelled',
  about: 'What a person has cancelled is not submitted again, as long as nothing has changed.',
  watch: stage => {
    const log = logOf(stage)
    const book = bookOf(stage)
    let isExcused = false
    const wasRefused = (id: number) => {
      const sinceUs = stage.cancelledJobs.get(id)
      const repair = book.repair(id)
      if (sinceUs === undefined || repair?.status !== 'canceled' || stage.lostJobs.has(id)) return false
      if (isCancelledByHarep(stage, repair) || !isOnRecord(stage, repair)) return false
      return !hasChanged(stage, log, repair.instance, sinceUs)
    }
    book.read({
      submitted: repair => {
        // The rest of a re-creation that gives up nothing, a start for instance, is none.
        if (isExcused || (repair.type === 'reinstall' && !writesOver(repair))) return
        const no = book
          .of(repair.instance)
          .find(({ id, type }) => id < repair.id && type === repair.type && wasRefused(id))
        if (no === undefined) return
        stage.violate(
          'stays-cancelled',
          `job ${repair.id}, ${repair.type} of ${repair.instance}, was submitted, though somebody had cancelled job ${no.id}, the same, and nothing has changed`,
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

/** Whether a job is in the queue, or a tag names it: one in the archive that no tag names is found by nobody. */
function isOnRecord({ cluster, truth }: Stage, { id, instance }: RepairJob): boolean {
  const tags = [...(truth.instancesByName.get(instance)?.tags ?? [])]
  return tags.some(tag => tag.endsWith(`:${id}`)) || cluster.jobs().some(job => job.id === id)
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
