import type { Kernel, RandomStream } from './kernel.ts'

/** The clock of something that can die: what it had planned then never happens. */
export interface MortalKernel {
  readonly kernel: Kernel
  /** Drops everything that was planned through this kernel, and whatever is planned through it later. */
  end(): void
}

/** Makes a kernel for one life; time and random streams are those of `kernel`. */
export function createMortalKernel(kernel: Kernel): MortalKernel {
  const life = new Life(kernel)
  return { kernel: life, end: () => life.end() }
}

/** A class, since an object literal with getters gets a hidden class of its own each time that it is evaluated. */
class Life implements Kernel {
  readonly #kernel: Kernel
  #isAlive = true

  constructor(kernel: Kernel) {
    this.#kernel = kernel
  }

  get nowUs(): number {
    return this.#kernel.nowUs
  }

  get monotonicUs(): number {
    return this.#kernel.monotonicUs
  }

  get nextUs(): number | undefined {
    return this.#kernel.nextUs
  }

  after(delayUs: number, callback: () => void): () => void {
    return this.#kernel.after(delayUs, () => {
      if (this.#isAlive) callback()
    })
  }

  step(): boolean {
    return this.#kernel.step()
  }

  runUntil(timeUs: number): void {
    this.#kernel.runUntil(timeUs)
  }

  random(stream: string): RandomStream {
    return this.#kernel.random(stream)
  }

  end(): void {
    this.#isAlive = false
  }
}
