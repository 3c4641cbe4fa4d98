import { isQueueDrained } from '../../luxi/envelope.ts'
import type { GanetiError } from '../../luxi/luxi-error.ts'
import type { Reason } from '../../planner/reason.ts'
import { perform, type Run } from '../effects.ts'
import { secondsOf } from '../time.ts'
import type { HealingEvent } from './healing-event.ts'
import type { HealingOptions } from './healing-options.ts'
import type { JobFilter } from './job-filters.ts'

/** What one run carries along. */
export interface Context {
  readonly options: HealingOptions
  readonly runId: string
  /** What has failed since then is not tried again yet: when the run began, or, with --wait, the round that came when cron would have begun one. */
  startSeconds: bigint
  /** Instances on which this run begins nothing (more), each with why. */
  readonly withheld: Map<string, Reason>
  /** Whether nothing (more) may be begun at all in this round: it is not known what is under way. */
  isBlocked: boolean
  /** Why no job of ours begins, once a round has waited for one in vain: then it submits nothing that would wait as well. */
  standstill: string | undefined
  /** Nodes that do not answer and are not marked offline, as of the last look: each makes the master slow. */
  silentNodes: number
  /** Instances at which jobs were at work at the last look, and which they have locked, most likely. */
  locked: ReadonlySet<string>
  /** The texts of the holds that stood when this run last looked for those of runs that were killed. */
  knownHolds: ReadonlySet<string>
  /** Job filters of others that may let in what a hold is to hold. */
  askedBeforeHolds: readonly JobFilter[]
  /** When the last look at the cluster began, with the queue: on a slow master it takes a while. Microseconds since the epoch. */
  lookedUs: number
  /** When this round was first measured, by the clock that nobody sets; undefined until then. Microseconds. */
  roundUs: number | undefined
  /** The repairs that were last said to be waited for, with --wait. */
  waitedFor: string
  /** How many chunks were begun, in all rounds: each has a hold with a text of its own. */
  chunks: number
  /** Whether the names that select instances are known to be there; what is removed while a run goes on is no misspelling. */
  isSelectionChecked: boolean
  /** How many things went wrong and were told; the run then ends with 1. */
  problems: number
}

/** The context of a run that begins now. */
export function* newContext(options: HealingOptions): Run<Context> {
  const runId = yield* perform({ kind: 'uuid' })
  const startSeconds = secondsOf(yield* perform({ kind: 'now' }))
  return {
    options,
    runId,
    startSeconds,
    withheld: new Map(),
    isBlocked: false,
    standstill: undefined,
    silentNodes: 0,
    locked: new Set(),
    knownHolds: new Set(),
    askedBeforeHolds: [],
    lookedUs: 0,
    roundUs: undefined,
    waitedFor: '',
    chunks: 0,
    isSelectionChecked: false,
    problems: 0,
  }
}

export function* tell(event: HealingEvent): Run<void> {
  yield* perform({ kind: 'report', event })
}

/** Tells a problem, which makes the run end with 1; one of an instance keeps this run from beginning anything there. */
export function* tellProblem(context: Context, instance: string | undefined, problem: string): Run<void> {
  context.problems += 1
  if (instance !== undefined) context.withheld.set(instance, { code: 'problem', problem })
  yield* tell({ kind: 'problem', instance, problem })
}

/** Tells what luxid refuses altogether: as a problem, but for a queue that was drained before anything was begun. */
export function* tellRefusal(context: Context, error: GanetiError, hasBegun: boolean): Run<void> {
  if (!hasBegun && isQueueDrained(error)) yield* tell({ kind: 'queue-drained' })
  else yield* tellProblem(context, undefined, error.message)
}
