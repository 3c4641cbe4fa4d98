import { isFinal } from '../ganeti/jobs/job.ts'
import { changes, IDLE_RUNS, isAtRest } from '../play/at-rest.ts'
import { START_US, type Stage } from '../play/stage.ts'
import type { Invariant } from './invariant.ts'
import { isOfHarep, type RepairJob } from './watch/marks.ts'
import { bookOf, type RepairBook } from './watch/repair-book.ts'
import { windowOf } from './watch/run-window.ts'

/** Liveness, the first part: once the faults have stopped, nothing moves after a bounded number of runs, and nothing is left half told. */
export const comesToRest: Invariant = {
  name: 'comes-to-rest',
  about:
    'Once the faults have stopped, harep comes to rest, and leaves no pending tag without a job that goes on.',
  watch: stage => {
    const book = bookOf(stage)
    const window = windowOf(stage)
    const others = new Map<number, string>()
    let calm = { run: 0, us: 0 }
    return {
      jobWritten: job => {
        if (isFinal(job.status)) others.delete(job.id)
        else if (!isOfHarep(job)) others.set(job.id, job.status)
      },
      calmBegan: () => {
        calm = { run: stage.runs.length, us: stage.elapsedUs }
      },
      ended: () => {
        // Without a master there are no runs, and nothing can be told.
        if (window.lastRunWithin(calm.us, stage.elapsedUs) === undefined) return
        if (stage.setting.harep.classic) return
        if (!isAtRest(stage, calm.run)) {
          const why = unrestOf(stage, book, others)
          const runs = stage.runs.length - calm.run
          if (why !== undefined)
            stage.violate('comes-to-rest', `${runs} runs after the faults have stopped ${why}`)
          return
        }
        for (const { name, tags } of stage.truth.instancesByName.values())
          for (const tag of tags) {
            const job = pendingJob(tag)
            if (job !== undefined && !goesOn(stage, job) && !isOutweighed(tag, tags))
              stage.violate(
                'comes-to-rest',
                `${name} still has the tag ${tag}, and job ${job} does not go on`,
              )
          }
      },
    }
  },
}

/** What of harep's still moves; what others keep moving is not its fault, nor that it asks now and then whether there is room. */
function unrestOf(stage: Stage, book: RepairBook, others: ReadonlyMap<number, string>): string | undefined {
  const { runs, lostJobs } = stage
  const busy = runs.slice(-IDLE_RUNS).find(({ process }) => process.effects.some(changes))
  if (busy !== undefined && !isAsking(stage, book) && !isQueueDead(stage) && !isCancellingWhatIsLost(stage))
    return `run ${busy.number} still changes something`
  for (const stuck of book.all()) {
    if (!book.goesOn(stuck) || isAskedAgain(book, stuck)) continue
    // luxid's thread that starts jobs dies of one whose file is lost, and starts none of those beside it until it starts itself anew.
    if (stuck.status === 'queued' && lostJobs.size > 0) continue
    if (isKeptByOthers(stage, stuck, [...others.values()])) continue
    return `job ${stuck.id}, ${stuck.type} of ${stuck.instance}, is still ${stuck.status}`
  }
  return undefined
}

/** luxid's thread that starts jobs dies of one whose file is lost: what the last runs wanted to be written was given up on, then. */
function isQueueDead({ cluster, lostJobs }: Stage): boolean {
  return (
    lostJobs.size > 0 &&
    cluster
      .jobs()
      .slice(-IDLE_RUNS)
      .every(({ status }) => status === 'canceled')
  )
}

/**
 * What stood beside a job whose file is lost, when luxid's thread died of that, can never be cancelled: luxid calls it in its startup phase,
 * and each run asks again, and says so before by a witness.
 */
function isCancellingWhatIsLost({ runs, lostJobs, cluster }: Stage): boolean {
  if (lostJobs.size === 0) return false
  const asked = runs.slice(-IDLE_RUNS).flatMap(({ process }) => process.effects.filter(changes))
  return asked.every(effect => {
    if (effect.kind !== 'luxi') return false
    if (effect.method === 'CancelJob') return cluster.statusOfJob(Number(effect.args[0])) === 'queued'
    return effect.method === 'SubmitManyJobs' && /"withdraws \d/.test(JSON.stringify(effect.args))
  })
}

/** The runs that count for rest, and the one before, whose question they may have had the answer to. */
const ASKING_RUNS = IDLE_RUNS + 1

/** Whether all that the last runs have asked for was refused, or is asked for once more. */
function isAsking({ runs }: Stage, book: RepairBook): boolean {
  const sinceUs = (runs.at(-ASKING_RUNS)?.startUs ?? START_US) - START_US
  const recent = [...book.all()].filter(({ submittedUs }) => submittedUs >= sinceUs)
  return recent.length > 0 && recent.every(repair => repair.hasFoundNoRoom || isAskedAgain(book, repair))
}

/** Whether a repair that goes on is one that was refused the last time. */
function isAskedAgain(book: RepairBook, { id, instance, type, status }: RepairJob): boolean {
  const before = book.of(instance).findLast(other => other.id < id)
  return !isFinal(status) && before?.type === type && before.hasFoundNoRoom
}

/** Whether jobs of others have a lock that a repair waits for, or all the slots. */
function isKeptByOthers({ truth }: Stage, { status }: RepairJob, others: readonly string[]): boolean {
  const started = others.filter(other => other !== 'queued').length
  return status === 'queued' ? started >= truth.cluster.maxRunningJobs : started > 0
}

/** The job of a repair that a tag calls pending. */
function pendingJob(tag: string): number | undefined {
  const id =
    /^ganeti:watcher:autorepair:pending:(?:fix-storage|migrate|failover|reinstall):[^:]*:\d+:(\d+)$/.exec(tag)
  return id === null ? undefined : Number(id[1])
}

const RECORD =
  /^ganeti:watcher:autorepair:(?<kind>pending|result):[^:]*:(?<id>[^:]*):(?<seconds>\d+):[^:]*(?::[^:]*)?$/

/**
 * Of each repair one tag counts: the latest pending one, and a result outweighs what is pending: that one stays where the job that was to remove it failed, and
 * goes with the result when the next repair begins (src/planner/healing/history.ts).
 */
function isOutweighed(pending: string, tags: ReadonlySet<string>): boolean {
  const { id, seconds = '' } = RECORD.exec(pending)?.groups ?? {}
  return [...tags].some(tag => {
    const other = RECORD.exec(tag)?.groups
    return (
      other?.['id'] === id &&
      (other?.['kind'] === 'result' || BigInt(other?.['seconds'] ?? 0) > BigInt(seconds))
    )
  })
}

function goesOn({ cluster }: Stage, job: number): boolean {
  const status = cluster.statusOfJob(job)
  return status !== undefined && !isFinal(status)
}
