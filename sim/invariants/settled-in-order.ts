import type { JsonObject } from '../../src/cluster/json.ts'
import type { WrittenJob } from '../ganeti/written-job.ts'
import { isOurTagJob } from '../play/our-jobs.ts'
import type { Stage } from '../play/stage.ts'
import type { Invariant } from './invariant.ts'
import { strings } from './watch/marks.ts'
import { windowOf } from './watch/run-window.ts'
import { logOf } from './watch/truth-log.ts'

const PENDING =
  /^ganeti:watcher:autorepair:pending:(?:fix-storage|migrate|failover|reinstall):(?<id>[^:]*):(?<seconds>\d+):(?<jobs>\d[\d+]*)?$/
const RESULT =
  /^ganeti:watcher:autorepair:result:(?:fix-storage|migrate|failover|reinstall):(?<id>[^:]*):\d+:(?:success|failure):\d[\d+]*$/
/** Any result settles a repair, also that it was withdrawn. */
const SETTLED =
  /^ganeti:watcher:autorepair:result:(?:fix-storage|migrate|failover|reinstall):(?<id>[^:]*):\d+:(?:success|failure|enoperm):[\d+]*$/

/**
 * Judged when the job is submitted that writes a result, by the tags that were there all the time since the run began: a pending tag goes with
 * its result, in the same job, and no older repair of the instance is pending still.
 */
export const settledInOrder: Invariant = {
  name: 'settled-in-order',
  about:
    'A result takes its pending tag away, and the oldest pending repair of an instance gets its result first.',
  watch: stage => {
    const log = logOf(stage)
    const window = windowOf(stage)
    const seen = new Set<number>()
    const steadyTags = (name: string) => {
      const instance = stage.truth.instancesByName.get(name)
      if (instance === undefined) return []
      const [first, ...others] = log.since(instance, window.sinceUs())
      return (first?.tags ?? []).filter(
        tag => instance.tags.has(tag) && others.every(({ tags }) => tags.includes(tag)),
      )
    }
    return {
      jobWritten: job => {
        if (seen.has(job.id) || !isOurTagJob(job)) return
        seen.add(job.id)
        for (const opcode of job.opcodes) judge(stage, job, opcode, steadyTags)
      },
    }
  },
}

function judge(
  stage: Stage,
  { id: job, opcodes }: WrittenJob,
  { OP_ID: opId, tags: added, name: named }: JsonObject,
  steadyTags: (name: string) => readonly string[],
): void {
  if (opId !== 'OP_TAGS_SET') return
  const name = String(named)
  for (const result of strings(added)) {
    const id = RESULT.exec(result)?.groups?.['id']
    if (id === undefined) continue
    const tags = steadyTags(name)
    const pending = countingIn(tags).filter(({ jobs }) => jobs !== undefined)
    const own = pending.filter(one => one.id === id)
    const left = own.find(({ tag }) => !opcodes.some(opcode => removes(opcode, name, tag)))
    if (left !== undefined)
      stage.violate('settled-in-order', `job ${job} writes ${result} on ${name}, and leaves ${left.tag}`)
    const settled = new Set(tags.flatMap(tag => SETTLED.exec(tag)?.groups?.['id'] ?? []))
    const older = pending.find(
      one =>
        one.id !== id &&
        !settled.has(one.id) &&
        own.length > 0 &&
        own.every(({ begunSeconds }) => one.begunSeconds < begunSeconds),
    )
    if (older !== undefined)
      stage.violate('settled-in-order', `job ${job} writes ${result} on ${name}, where ${older.tag} is older`)
  }
}

interface Pending {
  readonly tag: string
  readonly id: string
  readonly seconds: bigint
  /** The earliest time in any pending tag of this repair, which says how old the repair is. */
  readonly begunSeconds: bigint
  /** undefined for a permission for one repair. */
  readonly jobs: string | undefined
}

/** Of the pending tags of one repair the latest counts, and the earliest tells its age (src/planner/repair-history.ts). */
function countingIn(tags: readonly string[]): readonly Pending[] {
  const latest = new Map<string, Pending>()
  for (const tag of tags) {
    const { id, seconds: text, jobs } = PENDING.exec(tag)?.groups ?? {}
    if (id === undefined || text === undefined) continue
    const seconds = BigInt(text)
    const other = latest.get(id)
    const begunSeconds = other === undefined || seconds < other.begunSeconds ? seconds : other.begunSeconds
    const counting = other === undefined || seconds > other.seconds ? { tag, id, seconds, jobs } : other
    latest.set(id, { ...counting, begunSeconds })
  }
  return [...latest.values()]
}

function removes({ OP_ID: opId, tags, name }: JsonObject, instance: string, tag: string): boolean {
  return opId === 'OP_TAGS_DEL' && name === instance && strings(tags).includes(tag)
}
