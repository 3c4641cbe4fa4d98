import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { realWorld } from '../real-world.ts'
import { simulatedWorld } from '../simulated-world.ts'
import { castOf } from './cast-of.ts'
import { drawSteps } from './draw-steps.ts'
import { firstDifference } from './first-difference.ts'
import { tell } from './tell.ts'

/*
 * Stories at random, on a real Ganeti and in the simulator: both are told step by step, and are to be the same. As words: the seed of the first
 * story, and how many. Fails where one differs. Each takes a minute or two.
 */

const FILE = join(
  import.meta.dirname,
  '..',
  '..',
  '..',
  'fixtures',
  'stories',
  'clusters',
  'at-random.cluster',
)

const [first = '1', count = '10'] = process.argv.slice(2)
const cast = castOf(readFileSync(FILE, 'utf8'))
let different = 0
for (let seed = Number(first); seed < Number(first) + Number(count); seed += 1) {
  const steps = drawSteps(seed, cast)
  const simulated = await tell(steps, simulatedWorld(FILE), cast)
  const real = await tell(steps, realWorld(FILE), cast)
  const difference = firstDifference(real, simulated)
  console.log(`story ${seed}, ${steps.length} steps: ${difference === undefined ? 'the same' : 'differs'}`)
  if (difference !== undefined) {
    different += 1
    console.log(difference)
  }
}
console.log(`${different} of ${count} stories differ`)
process.exitCode = different > 0 ? 1 : 0
