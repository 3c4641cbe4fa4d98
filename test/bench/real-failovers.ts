import { BARE, type Contender, debian, failOverTwelve, type Nodes, OURS } from '../ganeti/twelve-failovers.ts'

/*
 * How long twelve instances of a dead node are down once harep is started, on a real Ganeti: ours, and the original with
 * and without its delay, and the failovers alone, in turns. What counts are the ratios, since the seconds are this machine's.
 */

async function measure(nodes: Nodes, rounds: number, contenders: readonly Contender[]): Promise<void> {
  console.log(`twelve failovers off one of ${nodes} nodes, ${rounds} times:`)
  const seconds = contenders.map((): number[] => [])
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, contender] of contenders.entries()) {
      const race = await failOverTwelve(contender, nodes)
      if (race.running.length !== 12) throw new Error(`${contender.name} left instances down`)
      seconds[index]?.push(race.seconds)
    }
  }
  const [ours] = seconds
  for (const [index, { name }] of contenders.entries()) {
    const all = seconds[index] ?? []
    const list = all.map(value => value.toFixed(1)).join(' ')
    const ratio = (median(all) / median(ours ?? [])).toFixed(2)
    console.log(
      `  ${name.padEnd(30)}${median(all).toFixed(1).padStart(7)} s   ${ratio.padStart(5)} x ours   (${list})`,
    )
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

const PROMPT = debian('--job-delay=0')
await measure('three', 5, [OURS, PROMPT, BARE])
await measure('five', 3, [OURS, PROMPT, BARE])
await measure('three', 1, [OURS, debian()])
