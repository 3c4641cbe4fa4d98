import type { JobStatus } from '../../cluster/job.ts'
import type { Snapshot } from '../../cluster/snapshot.ts'
import { readHistory } from '../../planner/healing/history.ts'
import type { PlanInput } from '../../planner/healing/plan-input.ts'
import { instancesOf, isReadOnly, isTagJob } from '../../planner/healing/queue-index.ts'
import type { QueuedJob } from '../../planner/queue.ts'
import { perform, type Run } from '../effects.ts'
import { inStep } from '../in-step.ts'
import { loadSnapshot } from '../load/load-snapshot.ts'
import { withFullNames } from '../queue/full-names.ts'
import { loadJobs, loadQueue } from '../queue/load-queue.ts'
import { withWitness, witnessed } from '../queue/with-witnesses.ts'
import { secondsOf } from '../time.ts'
import type { Context } from './context.ts'
import { isHoldOf } from './hold.ts'
import { screen } from './screen.ts'
import { checkSelection, selectedIn } from './selection.ts'

/**
 * Asks for all that a plan is made from, on the open connection: the queue, the cluster, and the jobs that repair tags name
 * and that are archived. The queue comes first: a tag job that ends between the two questions is then known as unfinished,
 * or its tag is seen. Throws HarepError.
 */
export function* look(context: Context): Run<PlanInput> {
  const { selection } = context.options
  const input = yield* inStep('failed to load data, aborting', gather(context))
  // Not part of loading: a name that was misspelled is told as such.
  if (!context.isSelectionChecked) checkSelection(selection, input.snapshot)
  context.isSelectionChecked = true
  return { ...input, isSelected: selectedIn(input.snapshot, selection, 'ignored') }
}

function* gather(context: Context): Run<Omit<PlanInput, 'isSelected'>> {
  const { options, runId, startSeconds, withheld } = context
  const lookedUs = yield* perform({ kind: 'now' })
  context.lookedUs = lookedUs
  const { queue, snapshot } = yield* queueAndCluster()
  context.silentNodes = [...snapshot.nodes.values()].filter(({ silence }) => silence !== undefined).length
  context.locked = lockedIn(queue)
  const known = new Set(queue.map(({ id }) => id))
  const onRecord = yield* loadJobs(jobsOnRecord(snapshot).filter(id => !known.has(id)))
  const about = witnessed(queue)
  const nowSeconds = secondsOf(lookedUs)
  const asTold = (job: QueuedJob) => withWitness(job, about, Number(nowSeconds))
  const archived = new Map([...onRecord].map(([id, job]) => [id, asTold(job)] as const))
  return {
    snapshot,
    nowSeconds,
    runStartSeconds: startSeconds,
    ownJobs: new Set(queue.filter(({ hold }) => isHoldOf(runId, hold)).map(({ id }) => id)),
    queue: about.size === 0 ? queue : queue.map(asTold),
    archived,
    limits: options.limits,
    withheld,
  }
}

/** Held jobs, and others that are queued, have no locks. A tag job that takes long waits for somebody else. */
function lockedIn(queue: readonly QueuedJob[]): ReadonlySet<string> {
  const isAtWork = (job: QueuedJob) => HAVE_LOCKS.has(job.status) && !isReadOnly(job) && !isTagJob(job)
  return new Set(queue.filter(isAtWork).flatMap(job => [...instancesOf(job)]))
}

const HAVE_LOCKS: ReadonlySet<JobStatus> = new Set(['waiting', 'canceling', 'running'])

/** The queue, and the cluster without what no Ganeti can have. The queue comes first. Throws LuxiError. */
export function* queueAndCluster(): Run<Pick<PlanInput, 'queue' | 'snapshot'>> {
  const jobs = yield* loadQueue()
  const snapshot = screen(yield* loadSnapshot('tolerant'))
  const names = snapshot.instances.map(({ name }) => name)
  return { queue: withFullNames(jobs, names), snapshot }
}

/** The jobs of all repairs that are pending, failed or left undone, as the tags tell. */
function jobsOnRecord({ instances }: Snapshot): readonly string[] {
  const ids = new Set<string>()
  for (const { tags } of instances) {
    const { pending, failures, withdrawn } = readHistory(tags)
    const telling = [...(pending ? [pending] : []), ...failures, ...withdrawn]
    for (const { jobs } of telling) for (const id of jobs) ids.add(id)
  }
  return [...ids]
}
