import { HarepError } from '../../src/cluster/harep-error.ts'
import { describeReason } from '../../src/planner/describe-reason.ts'
import { UnknownNameError } from '../../src/run/healing/selection.ts'
import type { ClusterSnapshot } from '../ganeti/cluster-snapshot.ts'
import { waitsUntil } from '../play/waits-until.ts'
import { classicDecider } from './classic-decider.ts'
import { nodeTrouble } from './node-trouble.ts'
import type { Nodes, Plan, PlannedInstance, PlanRun, PlanStep } from './plan.ts'
import { plannedInstances } from './planned-instances.ts'
import { type Played, type PlayedRun, type PlayOptions, play } from './play.ts'
import type { PlayedJob } from './played-job.ts'

/**
 * Plays harep on a copy of a cluster until nothing changes any more, and tells what it did and what came of it. Throws
 * UnknownNameError where harep's options name what the cluster does not have.
 *
 * @param notes what a reader must know of the copy
 */
export function makePlan(options: PlayOptions, notes: readonly string[]): Plan {
  const { definition, assumptions, startUs } = options
  const played = play(options)
  const unknown = played.runs.find(({ outcome }) => outcome instanceof UnknownNameError)
  // A run that was asked for what there is not says nothing about the cluster.
  if (unknown?.outcome instanceof UnknownNameError) throw unknown.outcome
  const runs = played.runs.map((run, index) => planRun(run, index + 1, played, startUs))
  const telling = runs.filter(
    ({ steps, waits, problems, error }) => steps.length + waits.length + problems.length > 0 || error,
  )
  const instances = plannedInstances(played, definition, startUs)
  const concerned = instances.filter(isConcerned)
  return {
    cluster: {
      name: definition.cluster.name,
      nodes: definition.nodes.length,
      instances: definition.instances.length,
    },
    assumptions,
    notes,
    runs: telling,
    runCount: runs.length,
    end: played.end,
    lastChangeUs: runs.findLast(({ steps }) => steps.length > 0)?.atUs ?? 0,
    instances: concerned,
    othersCount: instances.length - concerned.length,
  }
}

function isConcerned({ isHealthy, start, end, interruptions, data }: PlannedInstance): boolean {
  const moved = start.primary !== end.primary || start.secondary !== end.secondary
  return (
    !isHealthy || moved || start.status !== end.status || interruptions.length > 0 || data.kind === 'lost'
  )
}

function planRun(run: PlayedRun, number: number, played: Played, planStartUs: number): PlanRun {
  const { startUs, outcome, jobs } = run
  const earlier = new Set((played.runs[number - 2]?.events ?? []).flatMap(problemOf).map(keyOf))
  return {
    number,
    atUs: startUs - planStartUs,
    steps: jobs.map(job => planStep(job, run, snapshotAfter(job, played))),
    waits: newWaits(run, played.runs[number - 2]),
    problems: run.events.flatMap(problemOf).filter(problem => !earlier.has(keyOf(problem))),
    error: outcome instanceof HarepError ? outcome.message : undefined,
  }
}

function newWaits(run: PlayedRun, previous: PlayedRun | undefined): PlanRun['waits'] {
  const known = new Map(previous?.decisions.map(({ instance, reason }) => [instance, reason.code]))
  return run.decisions.flatMap(({ instance, state, reason }) =>
    state === 'suspended' || waitsUntil(reason) === undefined || known.get(instance) === reason.code
      ? []
      : [{ instance, code: reason.code, sentence: describeReason(reason) }],
  )
}

type Problem = PlanRun['problems'][number]

function problemOf(event: PlayedRun['events'][number]): readonly Problem[] {
  if (event.kind === 'problem') return [{ instance: event.instance, problem: event.problem }]
  return event.kind === 'warning' ? [{ instance: undefined, problem: event.warning }] : []
}

function keyOf({ instance, problem }: Problem): string {
  return JSON.stringify([instance, problem])
}

/** The first one behind the end of a job: no other repair of the same instance is begun between the two. */
function snapshotAfter({ endUs }: PlayedJob, { runs, after }: Played): ClusterSnapshot {
  const next = runs.find(({ before }) => endUs !== undefined && before.timeUs >= endUs)
  return next?.before ?? after
}

function planStep(
  { id, instance, type, ...job }: PlayedJob,
  { before, events, startUs }: PlayedRun,
  after: ClusterSnapshot,
): PlanStep {
  const begun = events.find(event => event.kind === 'begun' && event.job === String(id))
  const decision = begun?.kind === 'begun' ? begun.decision : undefined
  const repairing = events.find(event => event.kind === 'repairing' && event.instance === instance)
  const since = (timeUs: number | undefined) => (timeUs === undefined ? undefined : timeUs - startUs)
  return {
    instance,
    type: type ?? (repairing?.kind === 'repairing' ? repairing.type : undefined),
    reason: decision && { code: decision.reason.code, sentence: describeReason(decision.reason) },
    trouble: nodeTrouble(before, instance),
    decidedBy: decision?.decidedBy ?? classicDecider(before, instance, startUs),
    job: { ...job, startUs: since(job.startUs), endUs: since(job.endUs) },
    before: nodesOf(before, instance),
    after: nodesOf(after, instance),
  }
}

function nodesOf({ instances }: ClusterSnapshot, name: string): Nodes {
  const instance = instances.find(one => one.name === name)
  return { primary: instance?.primary ?? '', secondary: instance?.secondaries[0] }
}
