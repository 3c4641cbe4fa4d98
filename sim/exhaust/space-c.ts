import { START_US, type Stage } from '../play/stage.ts'
import { type Death, deathsOf } from './kill-points.ts'
import { type NodeStory, singleStories } from './node-story.ts'
import { ALL_ALLOWED, scenarioOf } from './scenario-of.ts'
import { type SmallCluster, smallClusters } from './small-cluster.ts'
import type { SmallState, Space } from './space.ts'

/** What becomes of a run that dies, wherever it dies. */
export const spaceC: Space = {
  name: 'C',
  about:
    'all small clusters, all single node events, everything allowed, each run killed before and after each of its effects',
  *units() {
    for (const cluster of smallClusters())
      for (const story of singleStories(cluster, ['before'])) yield statesOf(cluster, story)
  },
}

/** First nobody dies; what the runs did then says where they can. */
function* statesOf(cluster: SmallCluster, story: NodeStory): Generator<SmallState> {
  const standsFor = cluster.standsFor * story.standsFor
  let stage: Stage | undefined
  yield {
    scenario: scenarioOf(cluster, ALL_ALLOWED, story),
    standsFor,
    observe: played => {
      stage = played
      return {}
    },
  }
  for (const death of deathsOf(stage?.runs ?? []))
    yield { scenario: withDeath(cluster, story, death), standsFor: standsFor * death.standsFor }
}

function withDeath(cluster: SmallCluster, story: NodeStory, { run, startUs, point }: Death) {
  const startSeconds = (startUs - START_US) / 1_000_000
  const text = `; run ${run} is killed ${point.when} its effect ${point.effect}`
  return scenarioOf(cluster, ALL_ALLOWED, story, {
    text,
    happenings: [
      { at: startSeconds - 1, do: 'harep-dies', ...point },
      // Nothing: the faults stop, and a death that was to come with them, only after the last entry of the timeline.
      { at: startSeconds + 1, do: 'undrain-queue' },
    ],
  })
}
