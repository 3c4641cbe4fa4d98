import type { JobId } from '../../cluster/job.ts'
import { GanetiError } from '../../luxi/luxi-error.ts'
import { perform, type Run } from '../effects.ts'
import { cancelJob } from '../job-calls.ts'
import { tell } from './context.ts'
import { type Followed, lookAtJobs, reachedBy, UNSEEN, whereStuck } from './followed-job.ts'
import { waitForEnd } from './wait-for-end.ts'
import { whyNotBegun } from './why-not-begun.ts'

/** How long jobs are followed. The clock is the one that nobody sets. */
export interface Patience {
  /** How long jobs may take to begin, each time that one of them has got further, before it is looked what keeps them. */
  readonly beginSeconds: number
  /** How long they may take where jobs are under way: slots of the queue become free. */
  readonly slotSeconds: number
  /** How long a job that has begun may go on without one more opcode being done. */
  readonly stuckSeconds: number
  /** How long a job that was given up is waited for: what it was at when it was cancelled, it may still carry out. */
  readonly stopSeconds: number
  /** By then all must be over, and by then if they had to wait for a slot. Microseconds. */
  readonly deadlineUs: number
  readonly slotDeadlineUs: number
}

/** That a job does not begin, as words that go on one after the other. */
interface Standstill {
  readonly what: string
  readonly why: string
}

/** What became of jobs that were followed. */
export interface Outcome {
  readonly followed: ReadonlyMap<JobId, Followed>
  /** Which job does not begin that had all the time it may take for that, and why; undefined where there is none. */
  readonly standstill: Standstill | undefined
  /** Until when they could be followed: later where they had to wait for a slot. Microseconds. */
  readonly deadlineUs: number
}

/** How often it is looked whether a job has begun. */
const LOOK_SECONDS = 5

/** How long a job that was cancelled is waited for however late it is. */
const STOP_SECONDS_MIN = 5

/** What luxid refuses to tell it would most likely refuse again at once. */
const REFUSED_PAUSE_MS = 1000

interface Watch {
  readonly patience: Patience
  readonly startUs: number
  readonly seen: Map<JobId, Followed>
  /** By when a job that has begun is to get further. */
  readonly dueUs: Map<JobId, number>
  /** By when one that has not begun is to. */
  beginsByUs: number
  deadlineUs: number
  standstill: Standstill | undefined
}

/**
 * Follows jobs until each is over, or stuck, or the time is up; what is stuck is cancelled, but for those in `mayWait`, which
 * stay in the queue where they have not begun. luxid tells when the first one ends, and then of all of them where they stand. Between
 * two opcodes a job's status goes back to queued, so what is waited for is its end. How long a job makes no progress counts
 * from when it was first seen to have begun. Throws LuxiError.
 */
export function* followJobs(
  ids: readonly JobId[],
  patience: Patience,
  mayWait: ReadonlySet<JobId> = new Set(),
): Run<Outcome> {
  const startUs = yield* perform({ kind: 'monotonic' })
  const watch: Watch = {
    patience,
    startUs,
    seen: new Map(),
    dueUs: new Map(),
    beginsByUs: startUs + patience.beginSeconds * 1_000_000,
    deadlineUs: patience.deadlineUs,
    standstill: undefined,
  }
  for (let open = [...ids]; open.length > 0; open = ids.filter(id => !isSettled(watch.seen.get(id)))) {
    const mayBegin = open.some(id => !watch.dueUs.has(id))
    yield* waitForFirst(open, watch.deadlineUs, mayBegin ? LOOK_SECONDS : patience.stuckSeconds)
    const nowUs = yield* look(watch, open)
    const waiting = open.filter(id => !watch.dueUs.has(id) && !watch.seen.get(id)?.isOver)
    const [first] = waiting.filter(id => !mayWait.has(id))
    if (nowUs >= watch.beginsByUs) {
      if (first !== undefined) yield* askWhatKeeps(watch, first, ids)
      else yield* leave(watch, waiting)
    }
    yield* giveUp(
      watch,
      open.filter(id => isGivenUp(watch, id, nowUs)),
      nowUs,
      mayWait,
    )
  }
  yield* lookAtTheUnfinished(watch, ids)
  return { followed: watch.seen, standstill: watch.standstill, deadlineUs: watch.deadlineUs }
}

/** Looks where jobs stand, and gives when that was. */
function* look(watch: Watch, open: readonly JobId[]): Run<number> {
  const now = yield* lookAtJobs(open)
  if (now === undefined) yield* perform({ kind: 'sleep', durationMs: REFUSED_PAUSE_MS })
  const nowUs = yield* perform({ kind: 'monotonic' })
  const { seen, dueUs, patience } = watch
  for (const [index, id] of open.entries()) {
    const before = seen.get(id) ?? UNSEEN
    const after = now?.[index] ?? before
    seen.set(id, after)
    if (reachedBy(after) <= reachedBy(before) && !after.isOver) continue
    dueUs.set(id, nowUs + patience.stuckSeconds * 1_000_000)
    // It had a slot, so the others are kept by nothing but it.
    watch.beginsByUs = Math.max(watch.beginsByUs, nowUs + patience.beginSeconds * 1_000_000)
  }
  return nowUs
}

/** Where jobs are under way the wait goes on, once, and that is told; otherwise there is nothing to wait for. */
function* askWhatKeeps(watch: Watch, id: JobId, ours: readonly JobId[]): Run<void> {
  const { patience, startUs } = watch
  const { isBusy, text } = yield* whyNotBegun(ours)
  const slotUs = startUs + patience.slotSeconds * 1_000_000
  if (isBusy && slotUs > watch.beginsByUs) {
    watch.beginsByUs = slotUs
    watch.deadlineUs = patience.slotDeadlineUs
    const warning = `job ${id}, which writes tags, has not begun yet: ${text}; it is waited for, up to ${patience.slotSeconds} s in all`
    yield* tell({ kind: 'warning', warning })
  } else watch.standstill = { what: `job ${id}, which writes tags, did not begin in time`, why: text }
}

/** Nothing depends on what only removes tags: it stays in the queue, and that is told. */
function* leave({ seen }: Watch, ids: readonly JobId[]): Run<void> {
  if (ids.length === 0) return
  for (const id of ids) seen.set(id, { ...(seen.get(id) ?? UNSEEN), stuck: 'no-time' })
  const jobs =
    ids.length === 1 ? `job ${ids[0]}, which removes tags,` : `${ids.length} jobs, which remove tags,`
  yield* tell({ kind: 'warning', warning: `${jobs} did not begin in time, and may do so later` })
}

function isGivenUp({ seen, dueUs, deadlineUs, standstill }: Watch, id: JobId, nowUs: number): boolean {
  if (seen.get(id)?.isOver) return false
  const untilUs = dueUs.get(id)
  if (nowUs >= deadlineUs) return true
  return untilUs === undefined ? standstill !== undefined : nowUs >= untilUs
}

function* giveUp(watch: Watch, ids: readonly JobId[], nowUs: number, mayWait: ReadonlySet<JobId>): Run<void> {
  if (ids.length === 0) return
  const { seen, patience, deadlineUs } = watch
  const before = new Map(ids.map(id => [id, seen.get(id) ?? UNSEEN]))
  const toStop = ids.filter(id => !mayWait.has(id) || reachedBy(before.get(id) ?? UNSEEN) >= 0)
  const latestUs = Math.max(deadlineUs, nowUs + STOP_SECONDS_MIN * 1_000_000)
  const untilUs = Math.min(nowUs + patience.stopSeconds * 1_000_000, latestUs)
  const stopped = yield* stop(toStop, untilUs)
  const hadTime = watch.standstill !== undefined
  const stuck = [...before].map(([id, was]) => {
    const after = stopped.get(id) ?? was
    const where = whereStuck(was, after, hadTime)
    seen.set(id, { ...after, stuck: where })
    return where
  })
  // It has begun after all, while it was being cancelled.
  const hadWaited = [...before.values()].some(was => reachedBy(was) < 0)
  if (hadWaited && !stuck.includes('not-begun')) watch.standstill = undefined
}

function isSettled(followed: Followed | undefined): boolean {
  return followed !== undefined && (followed.isOver || followed.stuck !== undefined)
}

/** Waits until the first of some jobs has ended, or the time is up, or for so many seconds. */
function* waitForFirst([first]: readonly JobId[], untilUs: number, longestSeconds: number): Run<void> {
  const nowUs = yield* perform({ kind: 'monotonic' })
  const seconds = Math.min(longestSeconds, Math.ceil((untilUs - nowUs) / 1_000_000))
  if (first !== undefined && seconds > 0) yield* waitForEnd(first, seconds)
}

/**
 * Cancels stuck jobs, and looks where they stand once they have stopped, or the time is up: an opcode that is at work is
 * still carried out, and what it has written must not count as unwritten.
 */
function* stop(ids: readonly JobId[], untilUs: number): Run<ReadonlyMap<JobId, Followed>> {
  if (ids.length === 0) return new Map()
  for (const id of ids) {
    try {
      yield* cancelJob(id)
    } catch (error) {
      if (!(error instanceof GanetiError)) throw error
    }
  }
  for (;;) {
    const now = yield* lookAtJobs(ids)
    if (now === undefined) yield* perform({ kind: 'sleep', durationMs: REFUSED_PAUSE_MS })
    const stopped = new Map(ids.flatMap((id, index) => (now?.[index] ? [[id, now[index]] as const] : [])))
    const open = ids.filter(id => !stopped.get(id)?.isOver)
    if (open.length === 0 || (yield* perform({ kind: 'monotonic' })) >= untilUs) return stopped
    yield* waitForFirst(open, untilUs, LOOK_SECONDS)
  }
}

/** What had not stopped in time may have ended while others were followed. */
function* lookAtTheUnfinished({ seen }: Watch, ids: readonly JobId[]): Run<void> {
  const unfinished = ids.filter(id => seen.get(id)?.isOver === false)
  if (unfinished.length === 0) return
  const now = yield* lookAtJobs(unfinished)
  for (const [index, id] of unfinished.entries()) {
    const before = seen.get(id) ?? UNSEEN
    const after = now?.[index] ?? before
    seen.set(id, { ...after, stuck: reachedBy(after) > reachedBy(before) ? 'gone-on' : before.stuck })
  }
}
