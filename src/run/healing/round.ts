import type { HealingDecision } from '../../planner/healing/decision.ts'
import type { PlanInput } from '../../planner/healing/plan-input.ts'
import type { Run } from '../effects.ts'
import { cancelStale } from './cancel-repairs.ts'
import { carryOut } from './carry-out.ts'
import { type Context, tell } from './context.ts'
import { findFilters } from './hold.ts'
import { askedBeforeHolds, rejectingAll } from './job-filters.ts'
import { look } from './look.ts'
import { planOn } from './make-plan.ts'
import { orphans } from './orphans.ts'
import { putOnRecord } from './put-on-record.ts'
import { recordDecisions } from './record-decisions.ts'
import { recoverHolds } from './recover-holds.ts'
import { settlements } from './settle.ts'
import { type TagChange, withChanges } from './tag-change.ts'
import { instancesAtOnce, tellTagsLeft } from './tag-jobs-at-once.ts'
import { dismiss, lookUntilAllIsTold } from './tell-orphans.ts'

/**
 * One round on an open connection: look; see to what earlier runs left (holds, repairs no longer due, orphans, ended repairs);
 * where that changed anything, look again, since the data is older than the results just read; plan; carry out; record
 * refusals. Gives what stands of each selected instance; undefined where a job filter rejects whatever would be submitted, as if the queue
 * were drained. Throws HarepError.
 */
export function* round(context: Context): Run<readonly HealingDecision[] | undefined> {
  context.roundUs = undefined
  context.standstill = undefined
  context.isBlocked = false
  const { holds, others } = yield* findFilters()
  const rejecting = rejectingAll(others)
  if (rejecting) {
    yield* tell({ kind: 'queue-drained', filter: rejecting.uuid })
    if (!context.options.dryRun) return undefined
  }
  context.askedBeforeHolds = askedBeforeHolds(others)
  context.knownHolds = new Set(holds.map(({ text }) => text))
  let input = yield* look(context)
  if (holds.length > 0) {
    const { isUnclear } = yield* recoverHolds(context, holds, input)
    if (isUnclear) yield* block(context)
    if (!context.options.dryRun) input = yield* look(context)
  }
  input = yield* bringUpToDate(context, input)
  const decisions = yield* carryOut(context, yield* planOn(context, input))
  yield* recordDecisions(context, decisions, input)
  return decisions
}

function* block(context: Context): Run<void> {
  context.isBlocked = true
  yield* tell({
    kind: 'warning',
    warning:
      'a run was interrupted just now, and jobs of it may still appear; nothing new is begun until that is clear',
  })
}

/** Puts on record what earlier runs left. Gives the cluster as it is, or with --dry-run would be, after that. */
function* bringUpToDate(context: Context, input: PlanInput): Run<PlanInput> {
  const { changes: stale, asked } = yield* cancelStale(context, input)
  const { recorded: untagged, dismissed } = orphans(input)
  yield* dismiss(context, dismissed)
  const takenOn = untagged.filter(({ event }) => event.kind !== 'adopted' || !asked.has(event.job))
  const recorded = [...takenOn, ...settlements(input)]
  const all = merged([...stale, ...recorded.map(({ change }) => change)])
  const changes = all.slice(0, instancesAtOnce(context))
  const left = new Set(all.slice(changes.length).map(({ instance }) => instance))
  for (const { event, change } of recorded) if (!left.has(change.instance)) yield* tell(event)
  if (changes.length === 0) {
    const isLookOld = asked.size + dismissed.length > 0 && !context.options.dryRun
    return isLookOld ? yield* look(context) : input
  }
  yield* leaveTags(context, left)
  yield* putOnRecord(context, changes, input.snapshot)
  if (context.options.dryRun) return { ...input, snapshot: withChanges(input.snapshot, changes) }
  return yield* lookUntilAllIsTold(context, new Set(takenOn.map(({ change }) => change.instance)))
}

/** Nothing is begun on what is not on record. */
function* leaveTags({ withheld }: Context, instances: ReadonlySet<string>): Run<void> {
  yield* tellTagsLeft(instances.size)
  const problem = 'its tags are left to the next run'
  for (const instance of instances) withheld.set(instance, { code: 'problem', problem })
}

/** One change an instance: the first one counts, the next run finds what is left. */
function merged(changes: readonly TagChange[]): readonly TagChange[] {
  const seen = new Set<string>()
  return changes.filter(({ instance }) => {
    if (seen.has(instance)) return false
    seen.add(instance)
    return true
  })
}
