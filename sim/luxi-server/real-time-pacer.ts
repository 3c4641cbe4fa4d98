import type { Kernel } from '../kernel/kernel.ts'
import { type RealTime, TIMER_MAX_MS } from './real-time.ts'

/*
 * The simulator's clock moves only when somebody runs events. Behind a socket that somebody is the real time: the virtual
 * time is `timeScale` times what has passed on a monotonic clock since the start. Nothing ticks. Whenever the outside
 * touches the cluster, the virtual time is first brought up to date, which runs all that was due; and afterwards one
 * timer is set, for the next event that is planned. Where nothing is planned there is no timer, and the process sleeps.
 */

/** How a simulation is tied to the real time. */
export interface Pacing {
  /** Virtual seconds in a real one; above 0. */
  readonly timeScale: number
  readonly realTime: RealTime
  /** Told what an event threw when a timer ran it: a defect of the simulator. Nothing runs after it. */
  readonly onDefect: (error: unknown) => void
}

/** Ties the virtual clock of a kernel to the real time, from the moment it is made. */
export class RealTimePacer {
  readonly #kernel: Kernel
  readonly #pacing: Pacing
  readonly #startVirtualUs: number
  readonly #startRealUs: number
  #cancelTimer: (() => void) | undefined
  #isRunning = false
  #isStopped = false

  constructor(kernel: Kernel, pacing: Pacing) {
    this.#kernel = kernel
    this.#pacing = pacing
    this.#startVirtualUs = kernel.nowUs
    this.#startRealUs = pacing.realTime.monotonicUs()
    this.#setTimer()
  }

  /**
   * Touches the simulation from outside: what was due before comes first, then `work`, then what `work` made due at once.
   * Throws what they throw, and an Error if it is called from within an event. Does nothing once it is stopped.
   */
  run(work: () => void): void {
    if (this.#isStopped) return
    if (this.#isRunning)
      throw new Error('the simulation was touched from outside while one of its events ran')
    this.#isRunning = true
    try {
      this.#catchUp()
      work()
      this.#catchUp()
    } finally {
      this.#isRunning = false
    }
    this.#setTimer()
  }

  /** Lets the virtual time stand still for good, and leaves no timer behind. May be called again. */
  stop(): void {
    this.#isStopped = true
    this.#cancelTimer?.()
    this.#cancelTimer = undefined
  }

  #catchUp(): void {
    // An event that takes long in real time must not push the virtual time back, hence the maximum.
    this.#kernel.runUntil(Math.max(this.#kernel.nowUs, this.#virtualUs()))
  }

  #virtualUs(): number {
    const passedUs = this.#pacing.realTime.monotonicUs() - this.#startRealUs
    return Math.min(
      this.#startVirtualUs + Math.floor(passedUs * this.#pacing.timeScale),
      Number.MAX_SAFE_INTEGER,
    )
  }

  #setTimer(): void {
    this.#cancelTimer?.()
    this.#cancelTimer = undefined
    const nextUs = this.#kernel.nextUs
    if (nextUs === undefined || this.#isStopped) return
    const waitMs = Math.ceil((nextUs - this.#virtualUs()) / this.#pacing.timeScale / 1_000)
    // Rounded up and at least 1: a timer that fires just before its event would have to be set again and again.
    const delayMs = Math.min(Math.max(waitMs, 1), TIMER_MAX_MS)
    this.#cancelTimer = this.#pacing.realTime.setTimer(delayMs, () => this.#onTimer())
  }

  #onTimer(): void {
    try {
      this.run(() => {})
    } catch (error) {
      this.stop()
      this.#pacing.onDefect(error)
    }
  }
}
