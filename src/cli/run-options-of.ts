import type { HealingOptions } from '../run/healing/healing-options.ts'
import type { RunOptions } from '../run/run-options.ts'
import type { ClassicLine, ExplainLine, RunLine, StatusLine } from './command-lines.ts'

/** What a command line of a run means to the run itself; `version` is our own. */
export function runOptionsOf(line: RunLine | ClassicLine, version: string): RunOptions {
  const { reason, dryRun } = line
  if (line.kind === 'classic')
    return { classic: true, jobDelaySeconds: line.jobDelaySeconds, reason, dryRun, version }
  const { limits, selection, jobDelaySeconds, waitSeconds } = line
  return { classic: false, limits, selection, jobDelaySeconds, reason, dryRun, waitSeconds, version }
}

/** The options of the run whose plan a command shows that only looks. */
export function surveyOptionsOf(line: StatusLine | ExplainLine, version: string): HealingOptions {
  const selection =
    line.kind === 'status'
      ? line.selection
      : { groups: [], nodes: [], instanceTags: [], instances: [], excluded: [] }
  return {
    limits: line.limits,
    selection,
    jobDelaySeconds: undefined,
    reason: undefined,
    dryRun: true,
    waitSeconds: undefined,
    version,
  }
}
