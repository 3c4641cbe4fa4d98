import type { Kernel } from '../../kernel/kernel.ts'
import { GanetiFailure } from '../ganeti-failure.ts'
import type { LockManager, LockRequest } from './lock-manager.ts'

/** One attempt to get the locks of an opcode. */
export interface LockAttempt {
  readonly kernel: Kernel
  readonly locks: LockManager
  readonly owner: number
  readonly priority: number
  /** Stage by stage; a later one is worked out when the earlier ones are held. May throw GanetiFailure. */
  readonly stages: readonly (() => readonly LockRequest[])[]
  /** For all stages together; undefined: there is no limit, and locks are taken one by one so as not to starve. */
  readonly timeoutUs: number | undefined
  /** How often who waits looks whether the locks are there, counted from the request; 0: all the time. */
  readonly pollUs: number
  readonly granted: () => void
  /** Time is up. Locks of earlier stages are held, a request may be pending: the caller gives all back. */
  readonly timedOut: () => void
  readonly failed: (failure: GanetiFailure) => void
}

/** How often a job without a time limit looks whether it has got its lock: at random, up to this long (lib/mcpu.py). */
const LOOK_AFTER_MAX_US = 10_000_000

/**
 * Gets the locks of an opcode, or runs out of time (Ganeti lib/mcpu.py, _LockAndExecLU and _AcquireLocks). Exactly one of
 * the three callbacks is called, unless the returned function is, which ends the attempt.
 */
export function acquireLocks(attempt: LockAttempt): () => void {
  const { kernel, locks, timeoutUs } = attempt
  let isOver = false
  const finish = (callback: () => void): void => {
    if (isOver) return
    isOver = true
    cancelTimeout?.()
    callback()
  }
  const cancelTimeout =
    timeoutUs === undefined ? undefined : kernel.after(timeoutUs, () => finish(attempt.timedOut))
  const request = (wanted: readonly LockRequest[], next: () => void): void => {
    const startUs = kernel.monotonicUs
    locks.request(attempt.owner, attempt.priority, wanted, () => {
      const lookUs = untilNextLookUs(kernel.monotonicUs - startUs, attempt.pollUs)
      if (lookUs > 0) kernel.after(lookUs, () => !isOver && next())
      else if (!isOver) next()
    })
  }
  const oneByOne = (wanted: readonly LockRequest[], index: number, next: () => void): void => {
    const lock = wanted[index]
    if (lock === undefined) {
      next()
      return
    }
    const startUs = kernel.monotonicUs
    request([lock], () => {
      const hasWaited = kernel.monotonicUs > startUs
      const lookUs = hasWaited ? Math.round(kernel.random('lock attempts').next() * LOOK_AFTER_MAX_US) : 0
      kernel.after(lookUs, () => {
        if (!isOver) oneByOne(wanted, index + 1, next)
      })
    })
  }
  const stage = (index: number): void => {
    const declare = attempt.stages[index]
    if (declare === undefined) {
      finish(attempt.granted)
      return
    }
    let wanted: readonly LockRequest[]
    try {
      wanted = declare()
    } catch (error) {
      if (!(error instanceof GanetiFailure)) throw error
      finish(() => attempt.failed(error))
      return
    }
    const next = () => stage(index + 1)
    if (wanted.length === 0) next()
    else if (timeoutUs === undefined) oneByOne(wanted, 0, next)
    else request(wanted, next)
  }
  stage(0)
  return () => finish(() => undefined)
}

/** Who has waited for `waitedUs` looks at the next multiple of `pollUs`; who did not wait knows at once. */
function untilNextLookUs(waitedUs: number, pollUs: number): number {
  if (pollUs === 0 || waitedUs % pollUs === 0) return 0
  return pollUs - (waitedUs % pollUs)
}
