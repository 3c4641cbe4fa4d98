import { realWorld } from '../real-world.ts'
import { simulatedWorld } from '../simulated-world.ts'
import { drawSteps } from './draw-steps.ts'
import { firstDifference } from './first-difference.ts'
import { tell } from './tell.ts'
import { CAST, CLUSTER_FILE } from './the-cluster.ts'

/*
 * Stories at random, on a real Ganeti and in the simulator: both are told step by step, and are to be the same. As words: the seed of the first
 * story, and how many. Fails where one differs. Each takes a minute or two.
 */

const [first = '1', count = '10'] = process.argv.slice(2)
let different = 0
for (let seed = Number(first); seed < Number(first) + Number(count); seed += 1) {
  const steps = drawSteps(seed, CAST)
  const simulated = await tell(steps, simulatedWorld(CLUSTER_FILE), CAST)
  const real = await tell(steps, realWorld(CLUSTER_FILE), CAST)
  const difference = firstDifference(real, simulated)
  console.log(`story ${seed}, ${steps.length} steps: ${difference === undefined ? 'the same' : 'differs'}`)
  if (difference !== undefined) {
    different += 1
    console.log(difference)
  }
}
console.log(`${different} of ${count} stories differ`)
process.exitCode = different > 0 ? 1 : 0
