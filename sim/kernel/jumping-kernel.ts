import type { Kernel } from './kernel.ts'

/** A kernel seen by machines whose clocks somebody sets: what they take for the time jumps, and all goes on in its order. */
export interface JumpingKernel extends Kernel {
  /** Sets the clock so many microseconds ahead, or back where negative. */
  jump(byUs: number): void
}

/** Makes one that goes right, and drives `kernel`. */
export function createJumpingKernel(kernel: Kernel): JumpingKernel {
  let aheadUs = 0
  return {
    get nowUs() {
      return kernel.nowUs + aheadUs
    },
    get monotonicUs() {
      return kernel.monotonicUs
    },
    get nextUs() {
      const nextUs = kernel.nextUs
      return nextUs === undefined ? undefined : nextUs + aheadUs
    },
    after: (delayUs, callback) => kernel.after(delayUs, callback),
    step: () => kernel.step(),
    runUntil: timeUs => kernel.runUntil(timeUs - aheadUs),
    random: stream => kernel.random(stream),
    jump: byUs => {
      aheadUs += byUs
    },
  }
}
