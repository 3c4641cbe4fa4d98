import type { Scenario } from '../scenario/scenario.ts'
import { castOf } from './cast.ts'
import { drawCluster } from './cluster.ts'
import { Draw } from './draw.ts'
import { drawFeatures } from './features.ts'
import { drawHarep } from './harep.ts'
import { drawTimeline } from './timeline.ts'

/**
 * The scenario of a seed (a whole number from 0 to 2^53 - 1): the same on every machine, but another one once the generators
 * have changed. Whatever is worth keeping is therefore kept as the scenario itself and not as its seed.
 */
export function generateScenario(seed: number): Scenario {
  const draw = new Draw(seed)
  const features = drawFeatures(draw)
  const harep = drawHarep(draw, features)
  const cluster = drawCluster(draw, features)
  const timeline = drawTimeline(draw, features, castOf(cluster, harep.everySeconds))
  return { description: `Generated from seed ${seed}.`, seed, cluster, harep, timeline }
}
