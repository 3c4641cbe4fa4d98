import type * as v from 'valibot'
import { parseRepairType } from '../../src/cluster/repair-type.ts'
import type { DataOutcome, Nodes, Plan, PlannedInstance, PlanRun, PlanStep } from './plan.ts'
import type { PLAN_SCHEMA } from './plan-schema.ts'

type PlanValue = v.InferOutput<typeof PLAN_SCHEMA>

/** A plan for programs: the same content as the text. */
export function planJson(plan: Plan): string {
  return `${JSON.stringify(planValue(plan), null, 2)}\n`
}

function planValue({ cluster, assumptions, notes, runs, runCount, end, ...plan }: Plan): PlanValue {
  const { offline, drained, dead } = assumptions
  return {
    harepPlanVersion: 1,
    cluster,
    assumed: { offline: [...offline], drained: [...drained], dead: [...dead] },
    notes: [...notes],
    runs: runs.map(runValue),
    runCount,
    isComplete: end === 'quiet',
    instances: plan.instances.map(instanceValue),
    otherInstances: plan.othersCount,
  }
}

function runValue({ number, atUs, steps, waits, problems, error }: PlanRun): PlanValue['runs'][number] {
  return {
    run: number,
    atSeconds: seconds(atUs),
    steps: steps.map(stepValue),
    waits: waits.map(({ instance, code, sentence }) => ({ instance, reason: { code, sentence } })),
    problems: problems.map(({ instance, problem }) => ({ instance: instance ?? null, problem })),
    error: error ?? null,
  }
}

function stepValue(step: PlanStep): PlanValue['runs'][number]['steps'][number] {
  const { instance, type, reason, trouble, decidedBy, job, before, after } = step
  const { opcodes, status, startUs, endUs, failure } = job
  return {
    instance,
    repair: parseRepairType(type ?? '') ?? null,
    reason: reason ?? null,
    nodesTrouble: trouble ?? null,
    decidedBy: decidedBy ?? null,
    job: {
      opcodes: opcodes.map(({ name, nodes }) => ({ name, nodes: [...nodes] })),
      status,
      startSeconds: optionalSeconds(startUs),
      endSeconds: optionalSeconds(endUs),
      failure: failure ?? null,
    },
    nodesBefore: nodesValue(before),
    nodesAfter: nodesValue(after),
  }
}

function instanceValue(instance: PlannedInstance): PlanValue['instances'][number] {
  const { name, diskTemplate, start, end, isHealthy, verdict, wayOut, interruptions, data } = instance
  return {
    name,
    diskTemplate,
    start: { status: start.status, ...nodesValue(start) },
    end: { status: end.status, ...nodesValue(end) },
    isHealthy,
    state: verdict?.state ?? null,
    reason: verdict === undefined ? null : { code: verdict.code, sentence: verdict.sentence },
    wayOut: wayOut ?? null,
    interruptions: interruptions.map(({ fromUs, untilUs }) => ({
      fromSeconds: seconds(fromUs),
      untilSeconds: optionalSeconds(untilUs),
    })),
    data: dataValue(data),
  }
}

function dataValue(data: DataOutcome): PlanValue['instances'][number]['data'] {
  return {
    outcome: data.kind,
    nodes: 'nodes' in data ? [...data.nodes] : [],
    lostMiB: 'sizeMiB' in data ? data.sizeMiB : null,
    why: 'why' in data ? data.why : null,
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
