import { defaultHealingOptions } from '../../src/run/healing/healing-options.ts'
import type { RunOptions } from '../../src/run/run-options.ts'
import type { HarepSettings } from '../scenario/harep-settings.ts'
import type { Program } from './harep-run.ts'

/** The version that the jobs of a play carry: a play must not change with the version. */
const VERSION = '0.0.0'

/** The original's default, in seconds. */
const CLASSIC_JOB_DELAY_SECONDS = 10

/** What the command line of a run in a play says. */
export function runOptionsOf(settings: HarepSettings, program: Program): RunOptions {
  const { jobDelaySeconds, settleSeconds = 0, maxOffline, maxStopSeconds, waitSeconds } = settings
  if (program === 'classic') {
    const delay = jobDelaySeconds ?? CLASSIC_JOB_DELAY_SECONDS
    return { classic: true, jobDelaySeconds: delay, reason: undefined, dryRun: false, version: VERSION }
  }
  const options = defaultHealingOptions(VERSION)
  const limits = {
    settleSeconds,
    maxOffline: maxOffline ?? options.limits.maxOffline,
    maxStopSeconds: maxStopSeconds ?? options.limits.maxStopSeconds,
  }
  return { ...options, limits, jobDelaySeconds, waitSeconds, classic: false }
}
