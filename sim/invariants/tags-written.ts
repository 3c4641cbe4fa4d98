import type { JsonObject } from '../../src/cluster/json.ts'
import { isOurTagJob } from '../play/our-jobs.ts'
import type { Stage } from '../play/stage.ts'
import type { Invariant } from './invariant.ts'
import { isOfHarep, type RepairJob, strings } from './watch/marks.ts'
import { bookOf, type RepairBook } from './watch/repair-book.ts'
import { windowOf } from './watch/run-window.ts'

const LENGTH_MAX = 128
const TAGS_MAX = 4096
const ALLOWED = /^[\p{L}\p{N}_.+*/:@-]+$/u
const TYPE = '(?<type>fix-storage|migrate|failover|reinstall)'
const PENDING = new RegExp(`^ganeti:watcher:autorepair:pending:${TYPE}:(?<id>[^:]*):\\d+:(?<jobs>\\d+)$`)
const RESULT = new RegExp(
  `^ganeti:watcher:autorepair:result:${TYPE}:(?<id>[^:]*):-?\\d+:(?<result>success|failure|enoperm):(?<jobs>\\d+(?:\\+\\d+)*|)$`,
)

/** Judged when the job that writes it is submitted. Of what it tells, only our own healing runs are asked whether it is so. */
export const tagsWritten: Invariant = {
  name: 'tags-written',
  about:
    'Every tag that harep writes is one that Ganeti stores and that both tools can read, and tells what is so.',
  watch: stage => {
    const book = bookOf(stage)
    const window = windowOf(stage)
    const seen = new Set<number>()
    /** When each job was first written, in microseconds since the beginning; none of those that were there before. */
    const firstUs = new Map<number, number>()
    const wasThere = (job: number) => (firstUs.get(job) ?? Number.NEGATIVE_INFINITY) < window.sinceUs()
    return {
      jobWritten: job => {
        if (!firstUs.has(job.id)) firstUs.set(job.id, stage.elapsedUs)
        if (job.opcodes[0]?.['OP_ID'] !== 'OP_TAGS_SET' && job.opcodes[0]?.['OP_ID'] !== 'OP_TAGS_DEL') return
        if (seen.has(job.id) || !isOfHarep(job)) return
        seen.add(job.id)
        const isOurs = isOurTagJob(job)
        for (const opcode of job.opcodes) {
          if (opcode['OP_ID'] !== 'OP_TAGS_SET') continue
          for (const tag of strings(opcode['tags'])) {
            const objection =
              objectionTo(stage, opcode, tag) ??
              (isOurs ? untruth(stage, book, opcode, tag, wasThere) : undefined)
            if (objection !== undefined)
              stage.violate(
                'tags-written',
                `job ${job.id} writes ${tag} on ${String(opcode['name'])}: ${objection}`,
              )
          }
        }
      },
    }
  },
}

function objectionTo({ truth }: Stage, { kind, name }: JsonObject, tag: string): string | undefined {
  if ([...tag].length > LENGTH_MAX) return `it has more than ${LENGTH_MAX} characters`
  if (!ALLOWED.test(tag)) return 'it has characters that Ganeti does not store'
  if (!PENDING.test(tag) && !RESULT.test(tag)) return 'it is no tag that the man page knows'
  if (kind !== 'instance') return 'only instances have such tags'
  const tags = truth.instancesByName.get(String(name))?.tags
  if (tags !== undefined && tags.size >= TAGS_MAX) return `there are ${tags.size} tags already`
  return undefined
}

/** A re-creation that was cancelled between its SHUTDOWN and its RECREATE_DISKS is no failure, and on record as if it had not been permitted. */
function hasOnlyStopped(repair: RepairJob | undefined): boolean {
  if (repair?.status !== 'canceled') return false
  return repair.opcodes.every((opcode, index) => {
    if (opcode === 'TEST_DELAY') return true
    return repair.opcodeStatuses[index] === (opcode === 'SHUTDOWN' ? 'success' : 'canceled')
  })
}

function untruth(
  stage: Stage,
  book: RepairBook,
  { name }: JsonObject,
  tag: string,
  wasThere: (job: number) => boolean,
): string | undefined {
  const { result, type, id, jobs = '' } = (PENDING.exec(tag) ?? RESULT.exec(tag))?.groups ?? {}
  const ids = jobs === '' ? [] : jobs.split('+').map(Number)
  if (result === undefined) {
    const repair = book.repair(ids[0] ?? 0)
    if (repair === undefined) return `job ${jobs} is no repair of harep's`
    if (repair.instance !== name || repair.type !== type || repair.repair !== id)
      return `job ${jobs} is ${repair.type} of ${repair.instance}, repair ${repair.repair}`
    return undefined
  }
  if (result === 'enoperm' && ids.length === 0) return undefined
  const foreign = jobOfAnother(book, String(name), String(id), ids)
  if (foreign !== undefined) return `job ${foreign.id} is of ${foreign.instance}`
  if (result === 'enoperm') {
    const isLeft = ids.length === 1 && hasOnlyStopped(book.repair(ids[0] ?? 0))
    return isLeft ? undefined : 'what was not permitted has no job'
  }
  const statuses = ids.map(job => stage.cluster.statusOfJob(job) ?? book.repair(job)?.status)
  const haveAllSucceeded = statuses.every(status => status === 'success')
  if (result === 'success' && !haveAllSucceeded) return `its jobs are ${statuses.join() || 'gone'}`
  // What became of a job whose file is lost is nowhere on record, and one that came while the run looked may have been none to it.
  const areOnRecord =
    ids.length > 0 &&
    ids.every(
      job => wasThere(job) && !stage.lostJobs.has(job) && stage.cluster.statusOfJob(job) !== undefined,
    )
  if (result === 'failure' && haveAllSucceeded && areOnRecord) return 'its jobs have all succeeded'
  const unfinished = ids.find(job => {
    const repair = book.repair(job)
    return repair !== undefined && book.goesOn(repair)
  })
  return unfinished === undefined ? undefined : `job ${unfinished} goes on`
}

/**
 * A job that a result of harep's own repair names, and that is another's. Pending tags that others have written may name any job, and
 * what they name is told in their result.
 */
function jobOfAnother(
  book: RepairBook,
  instance: string,
  repairId: string,
  jobs: readonly number[],
): RepairJob | undefined {
  if (!book.of(instance).some(({ repair }) => repair === repairId)) return undefined
  const named = jobs.flatMap(job => book.repair(job) ?? [])
  return named.find(one => one.instance !== instance || one.repair !== repairId)
}
