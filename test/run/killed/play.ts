import type { SimulatedRun } from '../../../sim/driver/simulated-run.ts'
import { NO_TIME } from '../../../sim/ganeti/timing.ts'
import type { Effect } from '../../../src/run/effects.ts'
import type { Scenario } from './scenario.ts'
import { Stage, UNFINISHED } from './stage.ts'

/** How long things take: as on a real cluster, or nothing at all, so that a repair is over as soon as it may start. */
export type Pace = 'real' | 'no time'

const CRON_SECONDS = 300
/** Whatever the fault, a cluster has come to rest after so many runs, or never does. */
const RUNS_MAX = 60

/** The calls that change something; all others only tell. */
const CHANGES = ['SubmitManyJobs', 'CancelJob', 'ReplaceFilter', 'DeleteFilter']

/** The paces at which a scenario is played. */
export function pacesOf({ pace }: Scenario): readonly Pace[] {
  return pace === undefined ? ['real', 'no time'] : [pace]
}

/** Plays a scenario up to the run that is to be killed. */
export function setUp(scenario: Scenario, pace: Pace): Stage {
  const { cluster, happens, runsBefore = 0, beforeIt, options } = scenario
  const timing = pace === 'real' ? cluster.timing : NO_TIME
  const stage = new Stage({ ...cluster, ...(timing === undefined ? {} : { timing }) })
  happens(stage)
  if (runsBefore > 0) stage.cron(runsBefore, options)
  beforeIt?.(stage)
  return stage
}

/** Goes on after the run in question, `seconds` later and then by cron, until all is at rest. Gives the runs. */
export function goOn(stage: Stage, scenario: Scenario, seconds: number): readonly SimulatedRun<0 | 1>[] {
  const { meanwhile, options, runsAfter = 1 } = scenario
  meanwhile?.(stage)
  stage.pass(seconds)
  const runs: SimulatedRun<0 | 1>[] = []
  while (runs.length < RUNS_MAX) {
    // Tag jobs count, too: a run that finds those of a run that died waits for them, and changes nothing.
    const isQuiet = stage.cluster.snapshot().jobs.every(({ status }) => !UNFINISHED.includes(status))
    const run = stage.harep(options)
    runs.push(run)
    stage.pass(CRON_SECONDS)
    const isAtRest = isQuiet && !run.effects.some(changes) && stage.filters().length === 0
    if (runs.length >= runsAfter && isAtRest) return runs
  }
  return runs
}

/** Whether an effect changes the cluster. */
export function changes(effect: Effect | undefined): boolean {
  return effect?.kind === 'luxi' && CHANGES.includes(effect.method)
}
