import type { Kernel } from '../../kernel/kernel.ts'
import type { JobQueue } from './job-queue.ts'

/** luxid looks whether a job file has changed every so often, counted from the call (src/Ganeti/Utils.hs, watchFileEx). */
const LOOK_EVERY_US = 100_000

/** What to watch for. */
export interface JobFileWatch<T> {
  readonly jobId: number
  readonly timeoutUs: number
  readonly read: () => T
  /** Whether what was read ends the waiting. */
  readonly isEnough: (read: T) => boolean
  readonly respond: (read: T) => void
}

/** Reads at once, and then after each change of the job's file, until it is enough or time is up. */
export function watchJobFile<T>(kernel: Kernel, queue: JobQueue, watch: JobFileWatch<T>): void {
  const first = watch.read()
  if (watch.isEnough(first) || watch.timeoutUs <= 0) {
    watch.respond(first)
    return
  }
  const startUs = kernel.monotonicUs
  let isOver = false
  let isLookPlanned = false
  const finish = (read: T): void => {
    if (isOver) return
    isOver = true
    unwatch()
    cancelTimeout()
    watch.respond(read)
  }
  const look = (): void => {
    isLookPlanned = false
    const read = watch.read()
    if (watch.isEnough(read)) finish(read)
  }
  const unwatch = queue.watch(watch.jobId, () => {
    if (isLookPlanned) return
    isLookPlanned = true
    const looks = Math.ceil((kernel.monotonicUs - startUs) / LOOK_EVERY_US)
    // Even where the moment has come it is an event of its own: the answer shows all of this moment's changes.
    kernel.after(startUs + looks * LOOK_EVERY_US - kernel.monotonicUs, look)
  })
  const cancelTimeout = kernel.after(watch.timeoutUs, () => finish(watch.read()))
}
