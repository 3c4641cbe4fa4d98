import type { JsonValue } from '../../src/cluster/json.ts'
import { INSTANCE_STATE_NAMES } from '../../src/report/state-names.ts'
import type { Nodes, Plan, PlannedInstance, PlanStep } from './plan.ts'

/** Raised when a key is renamed or removed, or means something else; new keys do not count. */
const PLAN_VERSION = 1

/** A plan for programs: the same content as the text. Times are in seconds from the start, as all estimates of the simulator. */
export function planJson({ cluster, assumptions, notes, runs, instances, ...plan }: Plan): string {
  const value: JsonValue = {
    harepPlanVersion: PLAN_VERSION,
    cluster: { ...cluster },
    assumed: {
      offline: assumptions.offline,
      drained: assumptions.drained,
      dead: assumptions.dead,
    },
    timesAreEstimates: true,
    notes,
    runs: runs.map(({ number, atUs, steps, waits, problems, error }) => ({
      run: number,
      atSeconds: seconds(atUs),
      steps: steps.map(stepValue),
      waits: waits.map(wait => ({ ...wait })),
      problems: problems.map(({ instance, problem }) => ({ instance: instance ?? null, problem })),
      error: error ?? null,
    })),
    runCount: plan.runCount,
    isComplete: plan.end === 'quiet',
    instances: instances.map(instanceValue),
    otherInstances: plan.othersCount,
  }
  return `${JSON.stringify(value, null, 2)}\n`
}

function stepValue(step: PlanStep): JsonValue {
  const { instance, type, reason, trouble, decidedBy, job, before, after } = step
  return {
    instance,
    repair: type ?? null,
    reason: reason === undefined ? null : { ...reason },
    nodesTrouble: trouble ?? null,
    allowedBy: decidedBy === undefined ? null : { ...decidedBy },
    job: {
      opcodes: job.opcodes.map(({ name, nodes }) => ({ name, nodes })),
      status: job.status,
      startSeconds: optionalSeconds(job.startUs),
      endSeconds: optionalSeconds(job.endUs),
      failure: job.failure === undefined ? null : { ...job.failure },
    },
    nodesBefore: nodesValue(before),
    nodesAfter: nodesValue(after),
  }
}

function instanceValue(instance: PlannedInstance): JsonValue {
  const { name, diskTemplate, start, end, isHealthy, verdict, wayOut, interruptions, data } = instance
  return {
    name,
    diskTemplate,
    start: { status: start.status, ...nodesValue(start) },
    end: { status: end.status, ...nodesValue(end) },
    isHealthy,
    verdict:
      verdict === undefined
        ? null
        : { state: INSTANCE_STATE_NAMES[verdict.state], code: verdict.code, sentence: verdict.sentence },
    wayOut: wayOut ?? null,
    interruptions: interruptions.map(({ fromUs, untilUs }) => ({
      fromSeconds: seconds(fromUs),
      untilSeconds: optionalSeconds(untilUs),
    })),
    data: { ...data },
  }
}

function nodesValue({ primary, secondary }: Nodes) {
  return { primary, secondary: secondary ?? null }
}

function optionalSeconds(timeUs: number | undefined): number | null {
  return timeUs === undefined ? null : seconds(timeUs)
}

function seconds(timeUs: number): number {
  return timeUs / 1_000_000
}
