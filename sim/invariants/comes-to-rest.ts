import { changes, isAtRest } from '../play/at-rest.ts'
import type { Stage } from '../play/stage.ts'
import type { Invariant } from './invariant.ts'
import { isOfHarep } from './watch/marks.ts'
import { bookOf, type RepairBook } from './watch/repair-book.ts'
import { windowOf } from './watch/run-window.ts'

const FINAL: readonly string[] = ['success', 'error', 'canceled']

/** Liveness, the first part: once the faults have stopped, nothing moves after a bounded number of runs, and nothing is left half told. */
export const comesToRest: Invariant = {
  name: 'comes-to-rest',
  about:
    'Once the faults have stopped, harep comes to rest, and leaves no pending tag without a job that goes on.',
  watch: stage => {
    const book = bookOf(stage)
    const window = windowOf(stage)
    const others = new Set<number>()
    let calm = { run: 0, us: 0 }
    return {
      jobWritten: job => {
        if (FINAL.includes(job.status)) others.delete(job.id)
        else if (!isOfHarep(job)) others.add(job.id)
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
function unrestOf(
  { runs, cluster }: Stage,
  book: RepairBook,
  others: ReadonlySet<number>,
): string | undefined {
  const repairs = [...book.all()]
  const last = repairs.at(-1)
  const first = last?.opcodes.findIndex(opcode => opcode !== 'TEST_DELAY') ?? 0
  const isRefused = last?.status === 'error' && last.opcodeStatuses[first] === 'error'
  const busy = runs.slice(-2).find(({ process }) => process.effects.some(changes))
  if (busy !== undefined && !isRefused) return `run ${busy.number} still changes something`
  const stuck = repairs.find(repair => book.goesOn(repair))
  if (stuck === undefined || others.size > 0) return undefined
  // luxid's thread that starts jobs dies of one whose file is lost, and starts none of those beside it until it starts itself anew.
  if (repairs.some(({ id }) => cluster.statusOfJob(id) === undefined)) return undefined
  return `job ${stuck.id}, ${stuck.type} of ${stuck.instance}, is still ${stuck.status}`
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
  return status !== undefined && !FINAL.includes(status)
}
