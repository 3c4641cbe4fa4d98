import { withTripwires } from '../../sim/driver/tripwires.ts'
import { playBatch } from '../../sim/explore/batch.ts'
import { hashText } from '../../sim/explore/trace-hash.ts'
import { playDay } from '../fidelity/speed/simulated-day.ts'
import type { PlayingTimes } from './playing.ts'

/*
 * What a thread of `harep-sim explore` does, and what a simulated day takes; bundled and started by playing.ts. Prints JSON
 * (PlayingTimes there): time of the processor, all threads of the process together. A sweep is long, so that what counts is
 * how fast it is once Node has compiled what is hot, which takes it a thousand and more scenarios.
 */
const SWEEP_SEED = 1
const WARM_UP_SCENARIOS = 3_000
const SCENARIOS = 2_000
const WARM_UP_DAYS = 10
const DAYS = 15

function processorMs(work: () => void): number {
  const before = process.cpuUsage()
  withTripwires(work)
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1_000
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

function medianDayMs(nodeDies: boolean): number {
  const days = Array.from({ length: WARM_UP_DAYS + DAYS }, () => processorMs(() => void playDay(nodeDies)))
  return median(days.slice(WARM_UP_DAYS))
}

withTripwires(() => {
  playBatch({ sweepSeed: SWEEP_SEED, first: 0, step: 1, count: WARM_UP_SCENARIOS })
})
let traceHash = ''
const sweepMs = processorMs(() => {
  const batch = { sweepSeed: SWEEP_SEED, first: WARM_UP_SCENARIOS, step: 1, count: SCENARIOS }
  traceHash = hashText(playBatch(batch).hash)
})
const times: PlayingTimes = {
  scenarioMs: sweepMs / SCENARIOS,
  quietDayMs: medianDayMs(false),
  dayOfDeathMs: medianDayMs(true),
  traceHash,
}
console.log(JSON.stringify(times))
