import { HarepError } from '../../src/cluster/harep-error.ts'
import type { HealingDecision } from '../../src/planner/healing/decision.ts'
import type { Run } from '../../src/run/effects.ts'
import type { HealingEvent } from '../../src/run/healing/healing-event.ts'
import type { RunEvent } from '../../src/run/run-event.ts'
import { runHarep } from '../../src/run/run-harep.ts'
import type { RunOptions } from '../../src/run/run-options.ts'
import { finishRun, startRun } from '../driver/simulated-run.ts'
import type { ClusterDefinition } from '../ganeti/cluster-definition.ts'
import type { ClusterSnapshot } from '../ganeti/cluster-snapshot.ts'
import { createCluster, type SimulatedCluster } from '../ganeti/simulated-cluster.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { createKernel } from '../kernel/virtual-kernel.ts'
import { type Assumptions, assume } from './assumptions.ts'
import { GuestWatch } from './guest-watch.ts'
import { type PlayedJob, playedJobs } from './played-job.ts'
import { Quiet } from './quiet.ts'

/** What is played. */
export interface PlayOptions {
  readonly definition: ClusterDefinition
  readonly assumptions: Assumptions
  readonly harep: RunOptions
  /** How many runs of harep there are at most. */
  readonly runsMax: number
  /** The time at which it begins, in microseconds since the epoch: suspensions and settling depend on it. */
  readonly startUs: number
  readonly seed: number
}

/** One run of harep, and the time until the next one. */
export interface PlayedRun {
  readonly startUs: number
  /** The cluster as the run found it. */
  readonly before: ClusterSnapshot
  /** What it reported. */
  readonly events: readonly (RunEvent | HealingEvent)[]
  /** What it decided in the end; none where it failed before, and none with --classic, which says no more than counts. */
  readonly decisions: readonly HealingDecision[]
  /** 0 or 1, or the error that ended it. */
  readonly outcome: 0 | 1 | HarepError
  readonly jobs: readonly PlayedJob[]
}

/** All that has happened. */
export interface Played {
  readonly runs: readonly PlayedRun[]
  /** The cluster behind the last run. */
  readonly after: ClusterSnapshot
  /** Whether nothing changed any more, or there were as many runs as there may be. */
  readonly end: 'quiet' | 'bound'
  readonly guests: GuestWatch
}

/** As Ganeti's admins have cron start it. */
const RUN_EVERY_US = 300_000_000

/** Far above what a run with repairs for ten thousand instances takes. */
const EVENTS_MAX = 100_000_000

/** Plays it to its end: harep's own code every five minutes of virtual time, on a copy of the cluster. */
export function play({ definition, assumptions, harep, runsMax, startUs, seed }: PlayOptions): Played {
  const kernel = createKernel({ startUs, seed })
  const cluster = createCluster(kernel, definition)
  assume(cluster, assumptions)
  const guests = new GuestWatch(kernel, cluster, shouldRun(definition))
  const quiet = new Quiet(startUs + runsMax * RUN_EVERY_US)
  const runs: Omit<PlayedRun, 'jobs'>[] = []
  let after = cluster.snapshot()
  let isQuiet = false
  while (!isQuiet && runs.length < runsMax) {
    const run = oneRun(kernel, cluster, harep, after)
    runs.push(run)
    after = cluster.snapshot()
    isQuiet = quiet.isReached(run, after)
  }
  const jobs = jobsOf(kernel, cluster, after)
  return {
    runs: runs.map((run, index) => ({ ...run, jobs: jobsBetween(jobs, run, runs[index + 1]) })),
    after,
    end: isQuiet ? 'quiet' : 'bound',
    guests,
  }
}

/** The instances whose guests are watched: those that their admin wants to run. */
function shouldRun({ instances }: ClusterDefinition): ReadonlySet<string> {
  const wanted = instances.filter(
    ({ adminState, forthcoming }) => (adminState ?? 'up') === 'up' && forthcoming !== true,
  )
  return new Set(wanted.map(({ name }) => name))
}

/** A run that lasts longer than five minutes makes cron's next one find the lock taken: the one after that is the next. */
function oneRun(
  kernel: Kernel,
  cluster: SimulatedCluster,
  options: RunOptions,
  before: ClusterSnapshot,
): Omit<PlayedRun, 'jobs'> {
  const startUs = kernel.nowUs
  const run = startRun(kernel, cluster, runHarep(options))
  const end = finishRun(kernel, run, EVENTS_MAX)
  const rounds = Math.max(1, Math.ceil((kernel.nowUs - startUs) / RUN_EVERY_US))
  kernel.runUntil(startUs + rounds * RUN_EVERY_US)
  const { events } = run
  const decisions = events.findLast(event => event.kind === 'summary')?.decisions ?? []
  if (end.kind === 'returned') return { startUs, before, events, decisions, outcome: end.value }
  if (end.kind === 'threw' && end.error instanceof HarepError)
    return { startUs, before, events, decisions, outcome: end.error }
  throw end.kind === 'threw' ? end.error : new Error('a simulated run was killed, and nobody kills any')
}

/** What became of all jobs that are not of the cluster's past. */
function jobsOf(kernel: Kernel, cluster: SimulatedCluster, after: ClusterSnapshot): readonly PlayedJob[] {
  const run = startRun(kernel, cluster, connectedly(playedJobs(after.jobs.map(({ id }) => id))))
  const end = finishRun(kernel, run)
  if (end.kind === 'returned') return end.value
  throw end.kind === 'threw' ? end.error : new Error('a simulated question was killed, and nobody kills any')
}

function* connectedly<T>(part: Run<T>): Run<T> {
  yield { kind: 'connect' }
  return yield* part
}

function jobsBetween(
  jobs: readonly PlayedJob[],
  { before }: { readonly before: ClusterSnapshot },
  next: { readonly before: ClusterSnapshot } | undefined,
): readonly PlayedJob[] {
  const first = lastId(before)
  const last = next === undefined ? Number.POSITIVE_INFINITY : lastId(next.before)
  return jobs.filter(({ id }) => id > first && id <= last)
}

function lastId({ jobs }: ClusterSnapshot): number {
  return jobs.at(-1)?.id ?? 0
}
