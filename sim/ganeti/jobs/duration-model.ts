import type { RandomStream } from '../../kernel/kernel.ts'
import { microseconds, type Timing } from '../timing.ts'

/**
 * How durations stray from their medians. On a real Ganeti most are close to the shortest there is, and a few take much
 * longer (docs/fidelity.md), so the model is a shortest time plus an exponentially distributed rest: with a spread of 10 %
 * nothing takes less than 0.9 of the median, half of all durations are below it, 5 % above 1.33 and 1 % above 1.56 of it.
 */
const TAIL_MAX = 10

/** A factor for one duration: its median is 1. */
function factor(random: RandomStream, spreadPercent: number): number {
  const exponential = Math.min(TAIL_MAX, -Math.log2(1 - random.next()))
  return 1 + (spreadPercent / 100) * (exponential - 1)
}

/** One duration with this median, in whole microseconds. */
export function drawnUs(medianMs: number, timing: Timing, random: RandomStream): number {
  if (medianMs === 0 || timing.spreadPercent === 0) return microseconds(medianMs)
  return microseconds(medianMs * factor(random, timing.spreadPercent))
}

/** The durations of one run of one opcode. Bandwidths and what a dead node costs are constants. */
export function drawnTiming(timing: Timing, random: RandomStream): Timing {
  if (timing.spreadPercent === 0) return timing
  const draw = (medianMs: number): number =>
    medianMs === 0 ? 0 : medianMs * factor(random, timing.spreadPercent)
  return {
    ...timing,
    tagsMs: draw(timing.tagsMs),
    failoverMs: draw(timing.failoverMs),
    migrateMs: draw(timing.migrateMs),
    startupMs: draw(timing.startupMs),
    shutdownMs: draw(timing.shutdownMs),
    reinstallMs: draw(timing.reinstallMs),
    createDisksMs: draw(timing.createDisksMs),
    replaceDisksMs: draw(timing.replaceDisksMs),
    nodeSetParamsMs: draw(timing.nodeSetParamsMs),
    iallocatorMs: draw(timing.iallocatorMs),
  }
}
