import type { RandomStream } from '../../kernel/kernel.ts'
import type { DelayRange } from './admin-policy.ts'

/** What an admin has noticed and means to act on, and when. */
export class AdminMemory {
  readonly #random: RandomStream
  readonly #dueUs = new Map<string, number>()

  constructor(random: RandomStream) {
    this.#random = random
  }

  /**
   * Whether it is time to act on `subject`, which holds or not now. The delay begins when it is first seen to hold; after an
   * act, or when it no longer holds, it begins anew.
   */
  isDue(subject: string, holds: boolean, delay: DelayRange, nowUs: number): boolean {
    if (!holds) {
      this.#dueUs.delete(subject)
      return false
    }
    const dueUs = this.#dueUs.get(subject)
    if (dueUs === undefined) {
      const seconds = delay.minS + (delay.maxS - delay.minS) * this.#random.next()
      this.#dueUs.set(subject, nowUs + Math.round(seconds * 1_000_000))
      return false
    }
    if (nowUs < dueUs) return false
    this.#dueUs.delete(subject)
    return true
  }
}
