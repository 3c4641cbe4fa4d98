import type { Invariant } from './invariant.ts'
import { holdsOf } from './watch/holds.ts'
import { instancesIn, isOfHarep, isRepairOpcode, type RepairJob } from './watch/marks.ts'
import { bookOf } from './watch/repair-book.ts'
import { windowOf } from './watch/run-window.ts'

/** A job of harep's that the original's ways have made: it has no mark. */
interface ClassicJob {
  readonly id: number
  readonly submittedUs: number
}

const MOVING: readonly (string | undefined)[] = ['queued', 'waiting', 'running']

/**
 * One that is being cancelled does nothing any more. The original's ways are to look at no queue, only at tags: so what they submit beside
 * another repair is not judged, only what a healing run does beside theirs, where the job was there when that run began. Where an admin takes
 * away the hold of a run that is at work, another one at the same time knows nothing of it.
 */
export const oneRepairInFlight: Invariant = {
  name: 'one-repair-in-flight',
  about: 'There are never two repairs in flight for one instance.',
  watch: stage => {
    const book = bookOf(stage)
    const window = windowOf(stage)
    const holds = holdsOf(stage)
    const isUnseen = ({ hold, submittedUs }: RepairJob) =>
      hold !== undefined && submittedUs >= window.sinceUs() && holds.wasRemovedByOthers(hold)
    const classic = new Map<string, ClassicJob[]>()
    let lastId = 0
    const goesOn = ({ id }: ClassicJob) =>
      !stage.lostJobs.has(id) && MOVING.includes(stage.cluster.statusOfJob(id))
    book.read({
      submitted: ({ id, instance }) => {
        const ofClassic = (classic.get(instance) ?? [])
          .filter(job => goesOn(job) && job.submittedUs < window.sinceUs())
          .map(job => ({ id: job.id, status: stage.cluster.statusOfJob(job.id) }))
        const ofOurs = book.unfinished(instance).filter(other => !isUnseen(other))
        for (const other of [...ofOurs, ...ofClassic]) {
          if (other.status === 'canceling') continue
          stage.violate(
            'one-repair-in-flight',
            `${instance} has two repairs in flight, jobs ${other.id} (${other.status}) and ${id}`,
          )
        }
      },
    })
    return {
      jobWritten: job => {
        if (job.id <= lastId) return
        lastId = job.id
        if (book.repair(job.id) !== undefined || !isOfHarep(job) || !job.opcodes.some(isRepairOpcode)) return
        for (const name of instancesIn(job.opcodes)) {
          const before = (classic.get(name) ?? []).filter(goesOn)
          classic.set(name, [...before, { id: job.id, submittedUs: stage.elapsedUs }])
        }
      },
    }
  },
}
