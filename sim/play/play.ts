import { FAULTS, faultOf, type Happening } from '../faults/all.ts'
import { INVARIANTS } from '../invariants/all.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { isAtRest } from './at-rest.ts'
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

/** Once the faults have stopped, a cluster has come to rest after so many runs, or something is wrong. */
const CALM_RUNS_MAX = 40

/** More events than a play of reasonable size has: beyond that something goes round in circles. */
const EVENTS_MAX = 2_000_000

/**
 * Plays a scenario: production's own runs of harep, by cron, on a simulated cluster to which the timeline happens; then the
 * faults stop, and cron goes on until nothing moves. Watched all the while by the invariants and by `observers`. Throws
 * RangeError for a scenario whose names contradict each other.
 */
export function play(scenario: Scenario, observe: (stage: Stage) => readonly Observer[] = () => []): Played {
  const stage = new Stage(scenario)
  stage.observers.push(...INVARIANTS.map(({ watch }) => watch(stage)), ...observe(stage))
  const cron = new Cron(stage)
  for (const happening of scenario.timeline) {
    const fault = faultOf(happening)
    stage.kernel.after(Math.round(happening.at * 1_000_000), () => {
      const tookPlace = fault.apply(stage)
      const { name, layer } = fault
      const what = { fault: name, layer, text: fault.text(), about: aboutOf(happening), tookPlace }
      for (const observer of stage.observers) observer.happened?.(what)
    })
  }
  const lastUs = Math.max(0, ...scenario.timeline.map(({ at }) => Math.round(at * 1_000_000)))
  const budget = { events: EVENTS_MAX }
  runUntil(stage, stage.kernel.nowUs + lastUs, budget)
  for (const { end } of FAULTS as readonly { end?(stage: Stage): void }[]) end?.(stage)
  for (const observer of stage.observers) observer.calmBegan?.()
  const untilUs = stage.kernel.nowUs + CALM_RUNS_MAX * scenario.harep.everySeconds * 1_000_000
  const calmRun = stage.runs.length
  while (stage.kernel.nowUs < untilUs && budget.events > 0) {
    runUntil(stage, cron.nextUs, budget)
    // The run that begins then has almost as long as until the next one.
    runUntil(stage, cron.nextUs - 1, budget)
    if (isAtRest(stage, calmRun)) break
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

function runUntil({ kernel }: Stage, timeUs: number, budget: { events: number }): void {
  for (let next = kernel.nextUs; next !== undefined && next <= timeUs; next = kernel.nextUs) {
    kernel.step()
    budget.events -= 1
    if (budget.events <= 0) return
  }
  kernel.runUntil(timeUs)
}

/** The node or instance that something happens to. */
function aboutOf(happening: Happening): string | undefined {
  if ('instance' in happening) return happening.instance
  if ('node' in happening) return happening.node
  if ('name' in happening && happening.name !== '') return happening.name
  return undefined
}
