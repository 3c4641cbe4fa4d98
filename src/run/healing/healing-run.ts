import { isJsonArray } from '../../cluster/json.ts'
import type { Snapshot } from '../../cluster/snapshot.ts'
import { perform, type Run } from '../effects.ts'
import { inStep } from '../in-step.ts'
import { loadSnapshot } from '../load/load-snapshot.ts'
import type { RunOptions } from '../run-options.ts'
import { nowSeconds } from '../time.ts'
import { orphanTags } from './adopt-orphans.ts'
import { cancelStale } from './cancel-stale.ts'
import { carryOut, type Planned } from './carry-out.ts'
import { knowledgeOf, type Learnt } from './knowledge.ts'
import { ownJobs } from './own-jobs.ts'
import { plan } from './plan.ts'
import { screen } from './screen.ts'
import { settleAll } from './settle-all.ts'
import { changeTags } from './tag-change.ts'

/**
 * The default run, on one connection: load; cancel re-creations that are no longer due; put on record what earlier runs
 * left (orphans, ended repairs); if that changed anything, load again, since the data is older than the results just read;
 * plan; carry out. What concerns one instance never keeps the others from being repaired. Returns 1 if something of that
 * kind happened. Throws HarepError.
 */
export function* healingRun(options: RunOptions): Run<0 | 1> {
  yield* perform({ kind: 'connect' })
  if (yield* isDrained()) {
    yield* perform({ kind: 'report', event: { kind: 'queue-drained' } })
    if (!options.dryRun) return 0
  }
  // The queue first: a tag job that ends between the two questions is then known as unfinished, or its tag is seen.
  const own = yield* ownJobs()
  const before = yield* load()
  const uncancelled = yield* cancelStale(own, before, options)
  const { adopted, waiting } = yield* orphanTags(own, before)
  const settled = yield* settleAll(before, own)
  const recorded = [...adopted, ...settled]
  const unwritten = yield* changeTags(
    recorded.map(({ change }) => change),
    options,
  )

  const reload = recorded.length > 0 && !options.dryRun
  const snapshot = reload ? yield* load() : before
  const learnt: Learnt = {
    overrides: new Map(
      options.dryRun ? recorded.map(({ instance, state }) => [instance, { ...state, stale: [] }]) : [],
    ),
    jobGone: new Set(settled.filter(({ jobGone }) => jobGone).map(({ instance }) => instance)),
    waiting,
    unwritten,
  }
  const planned = plan(snapshot, knowledgeOf(own, learnt, yield* nowSeconds()))
  const done = yield* carryOut(planned, options, () => planAgain(learnt))

  const decisions = planned.map(({ decision }) => done.decisions.get(decision.instance) ?? decision)
  yield* perform({ kind: 'report', event: { kind: 'summary', decisions, dryRun: options.dryRun } })
  return uncancelled + unwritten.size + done.problems > 0 || snapshot.unreadable.length > 0 ? 1 : 0
}

/** The plan as it would be made now, with the jobs of this run in the queue. */
function* planAgain(learnt: Learnt): Run<readonly Planned[]> {
  const own = yield* ownJobs()
  const snapshot = yield* load()
  return plan(snapshot, knowledgeOf(own, learnt, yield* nowSeconds()))
}

function* load(): Run<Snapshot> {
  return screen(yield* inStep('failed to load data, aborting', loadSnapshot('tolerant')))
}

/** A drained queue takes no jobs; that is an admin's wish, and no failure. A dry run submits none, and goes on. */
function* isDrained(): Run<boolean> {
  const answer = yield* perform({ kind: 'luxi', method: 'QueryConfigValues', args: [['drain_flag']] })
  return isJsonArray(answer) && answer[0] === true
}
