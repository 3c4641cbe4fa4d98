import type { Kernel, RandomStream } from './kernel.ts'

/** A kernel seen by machines whose clocks somebody sets: what they take for the time jumps, and all goes on in its order. */
export interface JumpingKernel extends Kernel {
  /** Sets the clock so many microseconds ahead, or back where negative. */
  jump(byUs: number): void
}

/** Makes one that goes right, and drives `kernel`. */
export function createJumpingKernel(kernel: Kernel): JumpingKernel {
  return new Jumping(kernel)
}

/** A class, since an object literal with getters gets a hidden class of its own each time that it is evaluated. */
class Jumping implements JumpingKernel {
  readonly #kernel: Kernel
  #aheadUs = 0

  constructor(kernel: Kernel) {
    this.#kernel = kernel
  }

  get nowUs(): number {
    return this.#kernel.nowUs + this.#aheadUs
  }

  get monotonicUs(): number {
    return this.#kernel.monotonicUs
  }

  get nextUs(): number | undefined {
    const { nextUs } = this.#kernel
    return nextUs === undefined ? undefined : nextUs + this.#aheadUs
  }

  after(delayUs: number, callback: () => void): () => void {
    return this.#kernel.after(delayUs, callback)
  }

  step(): boolean {
    return this.#kernel.step()
  }

  runUntil(timeUs: number): void {
    this.#kernel.runUntil(timeUs - this.#aheadUs)
  }

  random(stream: string): RandomStream {
    return this.#kernel.random(stream)
  }

  jump(byUs: number): void {
    this.#aheadUs += byUs
  }
}
