import { debian, failOverTwelve, OURS } from '../ganeti/twelve-failovers.ts'

/*
 * How long twelve instances of a dead node are down once harep is started, on a real Ganeti: ours, and the original with
 * and without its delay, in turns. What counts are the ratios, since the seconds are this machine's.
 */
const ROUNDS = 3

const contenders = [OURS, debian('--job-delay=0'), debian()]
const seconds = contenders.map((): number[] => [])
for (let round = 0; round < ROUNDS; round += 1) {
  for (const [index, contender] of contenders.entries()) {
    const race = await failOverTwelve(contender)
    seconds[index]?.push(race.seconds)
    console.log(`${contender.name.padEnd(32)}${race.seconds.toFixed(1).padStart(8)} s`)
  }
}
const medians = seconds.map(
  values => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN,
)
console.log(`\nmedians of ${ROUNDS}:`)
for (const [index, median] of medians.entries()) {
  const ratio = (median / (medians[0] ?? Number.NaN)).toFixed(1)
  console.log(`${contenders[index]?.name.padEnd(32)}${median.toFixed(1).padStart(8)} s   ${ratio} x ours`)
}
