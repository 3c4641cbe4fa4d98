import { classicRun } from './classic/classic-run.ts'
import type { Run } from './effects.ts'
import { healingRun } from './healing/healing-run.ts'
import type { RunOptions } from './run-options.ts'

/**
 * One harep run, from the first connection to the last line. Returns the exit code: 0, or 1 when something concerning
 * single instances went wrong and was reported. Throws HarepError for what ends the run.
 */
export function* runHarep(options: RunOptions): Run<0 | 1> {
  if (!options.classic) return yield* healingRun(options)
  yield* classicRun(options)
  return 0
}
