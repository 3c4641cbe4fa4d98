import type { JsonObject } from '../../src/cluster/json.ts'
import { parseRepairTag } from '../../src/cluster/repair-tag.ts'
import { isOurTagJob } from '../play/our-jobs.ts'
import type { Stage } from '../play/stage.ts'
import type { Invariant } from './invariant.ts'
import { isOfHarep, strings } from './watch/marks.ts'
import { bookOf, type RepairBook } from './watch/repair-book.ts'
import { windowOf } from './watch/run-window.ts'

const SUSPENSION = /^ganeti:watcher:autorepair:suspend:(?<seconds>-?\d+)$/
const LOOKS_LIKE_RECORD = /^ganeti:watcher:autorepair:(?:pending|result)(?::|$)/
const KEPT_SECONDS = 24n * 60n * 60n

/** Of the tags of instances harep removes those that tell of repairs, and of all objects suspensions that have been over for a day. */
export const othersTags: Invariant = {
  name: 'others-tags',
  about: 'No tag of others is removed, nor one that tells of a repair which goes on.',
  watch: stage => {
    const book = bookOf(stage)
    const window = windowOf(stage)
    const seen = new Set<number>()
    let isCleared = false
    return {
      happened: ({ fault, tookPlace }) => {
        if (fault === 'clear' && tookPlace) isCleared = true
      },
      jobWritten: job => {
        if (!job.opcodes.some(({ OP_ID: opId }) => opId === 'OP_TAGS_DEL')) return
        if (seen.has(job.id) || !isOfHarep(job)) return
        seen.add(job.id)
        for (const opcode of job.opcodes) {
          if (opcode['OP_ID'] !== 'OP_TAGS_DEL') continue
          for (const tag of strings(opcode['tags'])) {
            const objection =
              objectionTo(stage, window, opcode, tag, isCleared && !isOurTagJob(job)) ??
              (isOurTagJob(job) ? inUse(book, opcode, tag) : undefined)
            if (objection === undefined) continue
            const from = opcode['kind'] === 'cluster' ? 'the cluster' : String(opcode['name'])
            stage.violate('others-tags', `job ${job.id} removes ${tag} from ${from}: ${objection}`)
          }
        }
      },
    }
  },
}

function objectionTo(
  stage: Stage,
  window: ReturnType<typeof windowOf>,
  { kind }: JsonObject,
  tag: string,
  mayBeClear: boolean,
): string | undefined {
  if (kind === 'instance' && parseRepairTag(tag) !== undefined) return undefined
  // `harep clear --all` removes also what only looks like a record.
  if (kind === 'instance' && mayBeClear && LOOKS_LIKE_RECORD.test(tag)) return undefined
  const seconds = SUSPENSION.exec(tag)?.groups?.['seconds']
  if (seconds === undefined) return "it is no tag of harep's"
  const isOver = window.secondsAt(stage.elapsedUs).some(now => now - BigInt(seconds) > KEPT_SECONDS)
  return isOver ? undefined : 'it has not been over for a day'
}

/** Whether the pending tag of an instance names a repair of it that goes on. */
function inUse(book: RepairBook, { name }: JsonObject, tag: string): string | undefined {
  const repair = parseRepairTag(tag)
  if (repair === undefined || repair.result !== undefined) return undefined
  const job = repair.jobs.find(id => {
    const named = book.repair(Number(id))
    if (named === undefined || named.instance !== name || named.repair !== repair.id) return false
    return named.status !== 'canceling' && book.goesOn(named)
  })
  return job === undefined ? undefined : `job ${job} goes on`
}
