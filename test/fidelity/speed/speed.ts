import { withTripwires } from '../../../sim/driver/tripwires.ts'
import { playDay, RUNS_A_DAY } from './simulated-day.ts'

/*
 * How long a day of a simulated cluster takes: ten nodes, fifty instances, harep every five minutes, each run from
 * connecting to its summary. Once where nothing happens, once where a node dies in the morning. Prints the first day of
 * each, while Node still compiles, and the median of those that follow; in time of the processor, all threads of the
 * process together, because a machine that has other things to do makes the clock's time longer and not this one.
 */

const DAYS = 40

for (const nodeDies of [false, true]) {
  const took: number[] = []
  let jobs = 0
  for (let day = 0; day < DAYS; day += 1) {
    const before = process.cpuUsage()
    jobs = withTripwires(() => playDay(nodeDies))
    const { user, system } = process.cpuUsage(before)
    took.push((user + system) / 1_000)
  }
  const [first = 0, ...rest] = took
  const median = rest.sort((a, b) => a - b)[Math.floor(rest.length / 2)] ?? 0
  const story = nodeDies ? `a node dies (${jobs} jobs)` : `nothing happens (${jobs} jobs)`
  console.log(
    `24 h, 10 nodes, 50 instances, ${RUNS_A_DAY} runs, ${story}: ${median.toFixed(0)} ms of processor time, the first ${first.toFixed(0)} ms`,
  )
}
