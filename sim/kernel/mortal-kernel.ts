import type { Kernel } from './kernel.ts'

/** The clock of something that can die: what it had planned then never happens. */
export interface MortalKernel {
  readonly kernel: Kernel
  /** Drops everything that was planned through this kernel, and whatever is planned through it later. */
  end(): void
}

/** Makes a kernel for one life; time and random streams are those of `kernel`. */
export function createMortalKernel(kernel: Kernel): MortalKernel {
  let isAlive = true
  return {
    kernel: {
      get nowUs() {
        return kernel.nowUs
      },
      get monotonicUs() {
        return kernel.monotonicUs
      },
      get nextUs() {
        return kernel.nextUs
      },
      after: (delayUs, callback) =>
        kernel.after(delayUs, () => {
          if (isAlive) callback()
        }),
      step: () => kernel.step(),
      runUntil: timeUs => kernel.runUntil(timeUs),
      random: stream => kernel.random(stream),
    },
    end() {
      isAlive = false
    },
  }
}
