import { isFinished } from '../../cluster/job.ts'
import { isJsonArray } from '../../cluster/json.ts'
import type { Snapshot } from '../../cluster/snapshot.ts'
import type { RepairState } from '../../planner/repair-state.ts'
import { perform, type Run } from '../effects.ts'
import { inStep } from '../in-step.ts'
import { loadSnapshot } from '../load/load-snapshot.ts'
import type { RunOptions } from '../run-options.ts'
import { nowSeconds } from '../time.ts'
import { orphanTags } from './adopt-orphans.ts'
import { carryOut } from './carry-out.ts'
import { type OwnJobs, ownJobs } from './own-jobs.ts'
import { plan } from './plan.ts'
import { settleAll } from './settle-all.ts'
import { changeTags, type Unwritten } from './tag-change.ts'

/**
 * The default run, on one connection: load; put on record what earlier runs left (orphans, ended repairs); if that changed
 * anything, load again, since the data is older than the results just read; plan; carry out. What concerns one instance
 * never keeps the others from being repaired. Returns 1 if something of that kind happened. Throws HarepError.
 */
export function* cautiousRun(options: RunOptions): Run<0 | 1> {
  yield* perform({ kind: 'connect' })
  if (yield* isDrained()) {
    yield* perform({ kind: 'report', event: { kind: 'queue-drained' } })
    return 0
  }
  // The queue first: a tag job that ends between the two questions is then known as unfinished, or its tag is seen.
  const own = yield* ownJobs()
  const before = yield* load()
  const { adopted, waiting } = yield* orphanTags(own, before)
  const settled = yield* settleAll(before)
  const recorded = [...adopted, ...settled]
  const unwritten = yield* changeTags(
    recorded.map(({ change }) => change),
    options,
  )

  const reload = recorded.length > 0 && !options.dryRun
  const snapshot = reload ? yield* load() : before
  const overrides = new Map<string, RepairState>(
    options.dryRun ? recorded.map(({ instance, state }) => [instance, { ...state, stale: [] }]) : [],
  )
  const underWay = new Map(
    own.repairs.filter(({ status }) => !isFinished(status)).map(job => [job.instance, job]),
  )
  const jobGone = new Set(settled.filter(({ jobGone }) => jobGone).map(({ instance }) => instance))
  const planned = plan(snapshot, {
    nowSeconds: yield* nowSeconds(),
    underWay,
    overrides,
    jobGone,
    unrecorded: unrecorded(own, waiting, unwritten),
  })
  const done = yield* carryOut(planned, options)

  const decisions = planned.map(({ decision }) => done.decisions.get(decision.instance) ?? decision)
  yield* perform({ kind: 'report', event: { kind: 'summary', decisions, dryRun: options.dryRun } })
  return unwritten.size + done.problems > 0 || snapshot.unreadable.length > 0 ? 1 : 0
}

/** Instances whose tags do not tell all that was done there, each with why. */
function unrecorded(
  { beingTagged }: OwnJobs,
  waiting: ReadonlySet<string>,
  unwritten: Unwritten,
): ReadonlyMap<string, string> {
  return new Map([
    ...[...waiting].map(name => [name, 'an earlier repair of it is not on record yet'] as const),
    ...[...beingTagged].map(
      ([name, job]) => [name, `job ${job}, which writes its tag, has not ended`] as const,
    ),
    ...unwritten,
  ])
}

function* load(): Run<Snapshot> {
  return yield* inStep('failed to load data, aborting', loadSnapshot('tolerant'))
}

/** A drained queue takes no jobs; that is an admin's wish, and no failure. */
function* isDrained(): Run<boolean> {
  const answer = yield* perform({ kind: 'luxi', method: 'QueryConfigValues', args: [['drain_flag']] })
  return isJsonArray(answer) && answer[0] === true
}
