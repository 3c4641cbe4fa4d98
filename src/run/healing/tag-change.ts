import type { JobStatus } from '../../cluster/job.ts'
import { isJsonArray } from '../../cluster/json.ts'
import { deleteTags, setTags } from '../../cluster/opcode.ts'
import type { TaggedRepair } from '../../cluster/repair-tag.ts'
import { TagRefusedError, tagCountObjection, tagObjection } from '../../cluster/tag-limits.ts'
import { annotate } from '../annotate.ts'
import { perform, type Run } from '../effects.ts'
import { jobIdOnWire, submitJobs } from '../job-calls.ts'
import type { RunOptions } from '../run-options.ts'
import { waitForJobs } from '../wait-for-jobs.ts'

/** A new tag for one instance, and the tags that it supersedes. */
export interface TagChange {
  readonly instance: string
  readonly add: TaggedRepair
  readonly remove: readonly string[]
  /** How many tags the instance has. */
  readonly tagCount: number
}

/** Why the change of an instance's tags is not known to be on record, by instance. */
export type Unwritten = ReadonlyMap<string, string>

/** How long the jobs that write tags may take before the run goes on without them; the next run looks again. */
const TAG_JOBS_WAIT_US = 60 * 1_000_000

/** Tag jobs overtake whatever waits for one of the queue's slots: until they have run, nothing is on record. */
const HIGH_PRIORITY = -10

/**
 * Writes tags, one job an instance, all submitted in one call and then waited for. Each job adds first and then removes:
 * cut off anywhere, it leaves tags of which the new one decides. Whether a removal failed, since an admin was faster, does
 * not matter. Reports what is added and removed, and as a problem what could not be. With --dry-run it only reports.
 */
export function* changeTags(changes: readonly TagChange[], options: RunOptions): Run<Unwritten> {
  const fitting: TagChange[] = []
  const unwritten = new Map<string, string>()
  for (const change of changes) {
    const objection = tagObjection(change.add.tag) ?? tagCountObjection(change.tagCount)
    if (objection === undefined) fitting.push(change)
    else {
      const { message } = new TagRefusedError(change.instance, change.add.tag, objection)
      unwritten.set(change.instance, yield* problem(change.instance, message))
    }
  }
  for (const { instance, add, remove } of fitting) {
    yield* perform({ kind: 'report', event: { kind: 'tag-added', instance, tag: add.tag } })
    if (remove.length > 0)
      yield* perform({ kind: 'report', event: { kind: 'tags-removed', instance, tags: remove } })
  }
  if (!options.dryRun && fitting.length > 0) yield* writeAndWait(fitting, options, unwritten)
  return unwritten
}

function* writeAndWait(
  changes: readonly TagChange[],
  options: RunOptions,
  unwritten: Map<string, string>,
): Run<void> {
  const nowUs = yield* perform({ kind: 'now' })
  const submissions = yield* submitJobs(
    changes.map(({ instance, add, remove }) =>
      [setTags(instance, [add.tag]), ...(remove.length > 0 ? [deleteTags(instance, remove)] : [])].map(
        opcode => ({
          ...annotate(opcode, options, nowUs),
          priority: HIGH_PRIORITY,
        }),
      ),
    ),
  )
  const taken: { readonly id: string; readonly change: TagChange }[] = []
  for (const [index, change] of changes.entries()) {
    const submission = submissions[index]
    if (submission?.kind === 'job') taken.push({ id: submission.id, change })
    else {
      const why = `its tag was not written: ${submission?.why ?? 'luxid gave no job'}`
      unwritten.set(change.instance, yield* problem(change.instance, why))
    }
  }
  const statuses = yield* waitForJobs(
    taken.map(({ id }) => id),
    nowUs + TAG_JOBS_WAIT_US,
  )
  for (const [index, { id, change }] of taken.entries()) {
    const why = yield* objectionTo(statuses[index], id, change)
    if (why !== undefined) unwritten.set(change.instance, yield* problem(change.instance, why))
  }
}

/**
 * Why a tag is not known to be written, or undefined when it is. A job that ended in error may have written its tag and
 * failed to remove one that an admin had already removed: then all is well.
 */
function* objectionTo(status: JobStatus | undefined, id: string, change: TagChange): Run<string | undefined> {
  if (status === 'success') return undefined
  if (status === 'error' && (yield* firstOpcodeSucceeded(id))) return undefined
  return `job ${id}, which writes its tag ${change.add.tag}, is ${status ?? 'gone'}; the next run looks again`
}

function* firstOpcodeSucceeded(id: string): Run<boolean> {
  const rows = yield* perform({ kind: 'luxi', method: 'QueryJobs', args: [[jobIdOnWire(id)], ['opstatus']] })
  const [row] = isJsonArray(rows) ? rows : []
  const [statuses] = isJsonArray(row) ? row : []
  return isJsonArray(statuses) && statuses[0] === 'success'
}

function* problem(instance: string, text: string): Run<string> {
  yield* perform({ kind: 'report', event: { kind: 'problem', instance, problem: text } })
  return text
}
