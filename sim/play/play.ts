import { FAULTS, faultOf, type Happening } from '../faults/all.ts'
import { INVARIANTS } from '../invariants/all.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { isAtRest, nextDueUs } from './at-rest.ts'
import { Cron } from './cron.ts'
import type { Observer } from './observer.ts'
import { Stage } from './stage.ts'
import type { Violation } from './violation.ts'

/** What came of a play. */
export interface Played {
  readonly violations: readonly Violation[]
  readonly runs: number
  readonly simulatedSeconds: number
}

/**
 * Once the faults have stopped, a cluster has come to rest after so many runs, and so much time, or something is wrong: a run may take ten
 * minutes, however often cron would start one.
 */
const CALM_RUNS_MAX = 40
/** Where there is room for one at a time, so many more for each instance beyond these: three attempts, and what becomes of them. */
const RUNS_PER_INSTANCE = 6
const FEW_INSTANCES = 8
const CALM_SECONDS_MAX = 2 * 3_600

/** Where harep is the original, or as that: it puts what it must not do on record anew in each run, and never comes to rest. */
const CALM_RUNS_OF_CLASSIC_MAX = 8

/** Where no master is left to run anything. */
const SILENT_SECONDS_MAX = 12 * 3_600

/** So often rest is waited out until what a run lets wait is due: a settle time, an hour before a third attempt, and one question more. */
const WAITS_MAX = 3

/** More events than a play of reasonable size has: beyond that something goes round in circles. */
const EVENTS_MAX = 2_000_000

/** How far a play is to go on next; whoever steps counts the events down, and stops where none is left. */
export interface PlayStep {
  readonly kernel: Kernel
  readonly untilUs: number
  readonly budget: { events: number }
}

/** Puts whoever watches a play into its world, before anything happens in it. */
export type Observe = (stage: Stage) => readonly Observer[]

/**
 * Plays a scenario: production's own runs of harep, by cron, on a simulated cluster to which the timeline happens; then the
 * faults stop, and cron goes on until nothing moves and nothing waits for an hour that is near. Watched all the while by the invariants and by `observers`. Throws
 * RangeError for a scenario whose names contradict each other.
 */
export function play(scenario: Scenario, observe: Observe = () => []): Played {
  const steps = playing(scenario, observe)
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done === true) return step.value
    goOn(step.value)
  }
}

/** As play(), for whoever steps the kernel: yields how far, and goes on when that is done. */
export function* playing(scenario: Scenario, observe: Observe): Generator<PlayStep, Played, undefined> {
  const stage = new Stage(scenario)
  const { kernel } = stage
  stage.observers.push(...INVARIANTS.map(({ watch }) => watch(stage)), ...observe(stage))
  const cron = new Cron(stage)
  for (const happening of scenario.timeline) plan(stage, happening)
  const budget = { events: EVENTS_MAX }
  const until = (untilUs: number) => ({ kernel, untilUs, budget })
  yield until(kernel.nowUs + calmUs(scenario))
  for (const { end } of FAULTS as readonly { end?(stage: Stage): void }[]) end?.(stage)
  for (const observer of stage.observers) observer.calmBegan?.()
  const limits = calmLimits(scenario, kernel.nowUs)
  const calmRun = stage.runs.length
  let waits = 0
  while (budget.events > 0) {
    const isLate = kernel.nowUs >= limits.us && stage.runs.length - calmRun >= limits.runs
    if (isLate || kernel.nowUs >= limits.silentUs) break
    yield until(cron.nextUs)
    // The run that begins then has almost as long as until the next one.
    yield until(cron.nextUs - 1)
    if (!isAtRest(stage, calmRun)) continue
    const dueUs = waits < WAITS_MAX ? nextDueUs(stage) : undefined
    if (dueUs === undefined) break
    const beforeUs = cron.nextUs
    cron.sleepUntil(dueUs)
    for (const limit of ['us', 'silentUs'] as const) limits[limit] += cron.nextUs - beforeUs
    waits += 1
  }
  cron.stop()
  if (budget.events <= 0) stage.violate('ends', `the play had not ended after ${EVENTS_MAX} events`)
  for (const observer of stage.observers) observer.ended?.()
  return {
    violations: stage.violations,
    runs: stage.runs.length,
    simulatedSeconds: stage.elapsedUs / 1_000_000,
  }
}

/** When a play is given up that does not come to rest: after so many runs and at that time, or, where there are no runs, at the other one. */
function calmLimits({ harep: { classic: isClassic }, cluster }: Scenario, nowUs: number) {
  const many = Math.max(0, (cluster.instances?.length ?? 0) - FEW_INSTANCES)
  return {
    runs: isClassic ? CALM_RUNS_OF_CLASSIC_MAX : CALM_RUNS_MAX + many * RUNS_PER_INSTANCE,
    us: nowUs + (isClassic ? 0 : microseconds(CALM_SECONDS_MAX)),
    silentUs: nowUs + microseconds(SILENT_SECONDS_MAX),
  }
}

function plan(stage: Stage, happening: Happening): void {
  const fault = faultOf(happening)
  stage.kernel.after(microseconds(happening.at), () => {
    const tookPlace = !isGone(stage, happening) && fault.apply(stage)
    const { name, layer } = fault
    const what = { fault: name, layer, text: fault.text(), about: aboutOf(happening), tookPlace }
    for (const observer of stage.observers) observer.happened?.(what)
  })
}

/** When the faults stop: after the last happening and, where a fault lasts, no sooner than a run has met it; and not before it is said. */
function calmUs({ timeline, lastsSeconds = 0, harep }: Scenario): number {
  const ends = timeline.map(one => one.at + (faultOf(one).end === undefined ? 0 : harep.everySeconds))
  return microseconds(Math.max(lastsSeconds, ...ends))
}

function microseconds(seconds: number): number {
  return Math.round(seconds * 1_000_000)
}

function goOn({ kernel, untilUs, budget }: PlayStep): void {
  for (let next = kernel.nextUs; next !== undefined && next <= untilUs; next = kernel.nextUs) {
    kernel.step()
    budget.events -= 1
    if (budget.events <= 0) return
  }
  kernel.runUntil(untilUs)
}

/** Whether it would happen to an instance that has been removed. */
function isGone({ setting, truth }: Stage, happening: Happening): boolean {
  const name = instanceOf(happening)
  if (name === undefined || truth.instancesByName.has(name)) return false
  return setting.cluster.instances.some(one => one.name === name)
}

function instanceOf(happening: Happening): string | undefined {
  if ('instance' in happening) return happening.instance
  return 'kind' in happening && happening.kind === 'instance' ? happening.name : undefined
}

/** The node or instance that something happens to. */
function aboutOf(happening: Happening): string | undefined {
  if ('instance' in happening) return happening.instance
  if ('node' in happening) return happening.node
  if ('name' in happening && happening.name !== '') return happening.name
  return undefined
}
