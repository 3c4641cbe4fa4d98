import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { generateScenario } from '../generate/generate-scenario.ts'
import { formatScenario } from '../scenario/format-scenario.ts'
import type { Failure } from './batch.ts'

/** A failure as it is shown: one for all that are alike. */
export interface ShownFailure {
  readonly invariant: string
  readonly what: string
  /** How many of the failures that are kept are like it. */
  readonly count: number
  readonly file: string | undefined
  /** What replays it in a shell. */
  readonly command: string
  readonly trace: string
}

/** So many different failures are shown, each by its first scenario. */
const SHOWN_MAX = 5

/** Groups failures by what is wrong, but for names and numbers, and writes a scenario file for each group into `folder`. */
export function showFailures(failures: readonly Failure[], folder: string): readonly ShownFailure[] {
  const groups = new Map<string, Failure[]>()
  for (const failure of failures) {
    const key = `${failure.invariant} ${failure.what.replace(/[0-9]+/g, 'N')}`
    groups.set(key, [...(groups.get(key) ?? []), failure])
  }
  return [...groups.values()].slice(0, SHOWN_MAX).flatMap(group => {
    const [first] = group
    return first === undefined ? [] : [showFailure(first, group.length, folder)]
  })
}

function showFailure({ invariant, what, seed }: Failure, count: number, folder: string): ShownFailure {
  const scenario = { ...generateScenario(seed), description: `${invariant}: ${what}` }
  mkdirSync(folder, { recursive: true })
  const file = join(folder, `${invariant}-${seed}.yaml`)
  writeFileSync(file, formatScenario(scenario))
  return { invariant, what, count, file, command: `harep-sim run '${file}'`, trace: '' }
}
