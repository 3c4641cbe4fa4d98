import { doubleStories, singleStories } from './node-story.ts'
import { ALL_ALLOWED, scenarioOf } from './scenario-of.ts'
import { type SmallCluster, smallClusters } from './small-cluster.ts'
import type { SmallState, Space } from './space.ts'

const NOTHING = { parts: [], standsFor: 1 }

/** What becomes of nodes. */
export const spaceA: Space = {
  name: 'A',
  about: 'all small clusters, all single and double node events at all moments, everything allowed',
  *units() {
    for (const cluster of smallClusters()) yield statesOf(cluster)
  },
}

function* statesOf(cluster: SmallCluster): Generator<SmallState> {
  const stories = [[NOTHING], singleStories(cluster), doubleStories(cluster)]
  for (const some of stories) {
    for (const story of some) {
      const scenario = scenarioOf(cluster, ALL_ALLOWED, story)
      yield { scenario, standsFor: story.standsFor * cluster.standsFor }
    }
  }
}
