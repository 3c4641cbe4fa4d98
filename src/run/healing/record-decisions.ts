import { deleteTagsOf } from '../../cluster/opcode.ts'
import { tagged } from '../../cluster/repair-tag.ts'
import type { HealingDecision } from '../../planner/healing/decision.ts'
import type { PlanInput } from '../../planner/healing/plan-input.ts'
import { expiredSuspensions } from '../../policy/expired-suspensions.ts'
import { annotate } from '../annotate.ts'
import { perform, type Run } from '../effects.ts'
import { submitJobs } from '../job-calls.ts'
import { type Context, tell, tellProblem } from './context.ts'
import { historiesOf } from './histories.ts'
import { putOnRecord } from './put-on-record.ts'
import type { TagChange } from './tag-change.ts'
import { instancesAtOnce, jobsAtOnce, tellTagsLeft } from './tag-jobs-at-once.ts'
import { timeAfter } from './time-after.ts'

/**
 * Puts on record what was decided and needs no job but a tag: refusals that are new, one-off permissions that are answered,
 * attempts that are forgotten since the instance is well; and removes suspensions that are long over. After the repairs:
 * nobody waits for these.
 */
export function* recordDecisions(
  context: Context,
  decisions: readonly HealingDecision[],
  input: PlanInput,
): Run<void> {
  if (!context.isBlocked) yield* writeDecided(context, decisions, input)
  yield* removeSuspensions(context, input)
}

function* writeDecided(
  context: Context,
  decisions: readonly HealingDecision[],
  { snapshot, nowSeconds }: PlanInput,
): Run<void> {
  // Most runs have nothing to record, and there may be 100,000 instances.
  if (!decisions.some(({ action }) => action.kind === 'retag' || action.kind === 'refuse')) return
  const historyOf = historiesOf(snapshot)
  const changes: TagChange[] = []
  const most = instancesAtOnce(context)
  let left = 0
  for (const { instance, action, decidedBy } of decisions) {
    if (context.withheld.has(instance)) continue
    if (changes.length >= most) {
      if (action.kind === 'retag' || action.kind === 'refuse') left += 1
      continue
    }
    if (action.kind === 'retag') {
      const add = action.add && tagged(action.add).tag
      changes.push({ instance, add, remove: action.remove })
    } else if (action.kind === 'refuse') {
      const { type, upTo } = action
      yield* tell({ kind: 'forbidden', instance, type, upTo, decidedBy })
      const id = yield* perform({ kind: 'uuid' })
      const timeSeconds = timeAfter(historyOf(instance).tags, nowSeconds)
      const { tag: add } = tagged({ type, id, timeSeconds, result: 'enoperm', jobs: [] })
      changes.push({ instance, add, remove: action.supersedes })
    }
  }
  yield* tellTagsLeft(left)
  if (changes.length > 0) yield* putOnRecord(context, changes, snapshot)
}

/**
 * Removes suspensions that were over for more than a day. Nobody waits for it: one that an admin removed meanwhile makes
 * its job fail, and one that is still there, or was one too many, is removed by the next run.
 */
function* removeSuspensions(
  context: Context,
  { snapshot, nowSeconds, queue, isSelected }: PlanInput,
): Run<void> {
  const { options } = context
  const expired = expiredSuspensions(snapshot, nowSeconds)
    .filter(
      ({ level, object, tags }) =>
        (level !== 'instance' || isSelected(object)) && !isBeingRemoved(tags, queue),
    )
    .slice(0, jobsAtOnce(context))
  if (expired.length === 0) return
  for (const { level, object, tags } of expired)
    yield* tell({ kind: 'suspension-removed', level, object, tags })
  if (options.dryRun) return
  const nowUs = yield* perform({ kind: 'now' })
  const jobs = yield* submitJobs(
    expired.map(({ level, object, tags }) => [annotate(deleteTagsOf(level, object, tags), options, nowUs)]),
  )
  for (const [index, { level, object }] of expired.entries()) {
    const job = jobs[index]
    if (job?.kind === 'job') continue
    const why = job?.why ?? 'luxid gave no job'
    yield* tellProblem(context, undefined, `an old suspension on ${level} ${object} was not removed: ${why}`)
  }
}

/** Whether an unfinished job is about these tags already. */
function isBeingRemoved(tags: readonly string[], queue: PlanInput['queue']): boolean {
  return queue.some(
    ({ status, opcodes }) =>
      ['queued', 'waiting', 'running'].includes(status) &&
      opcodes.some(opcode => opcode.tags.some(tag => tags.includes(tag))),
  )
}
