import type { SimulatedRun } from '../../../sim/driver/simulated-run.ts'
import { returnedBy } from '../world.ts'

/** The exit codes of runs; throws what one of them threw. */
export function codesOf(runs: readonly SimulatedRun<0 | 1>[]): readonly (0 | 1)[] {
  return runs.map(({ outcome }) => returnedBy(outcome))
}
