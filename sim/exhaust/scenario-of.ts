import type { Happening } from '../faults/all.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { clusterDefinitionOf, describeCluster, type Tags } from './cluster-definition-of.ts'
import { EVERY_SECONDS } from './node-event.ts'
import { describeStory, type NodeStory, timelineOf } from './node-story.ts'
import type { SmallCluster } from './small-cluster.ts'

/** Durations, UUIDs and boot ids are the same in all states: what is left to chance is what harep-sim explore is for. */
const SEED = 1

const PREFIX = 'ganeti:watcher:autorepair:'

/** Everything is allowed. */
export const ALL_ALLOWED: Tags = { cluster: [`${PREFIX}reinstall`] }

/** The scenario of a story on a small cluster; `further` happens beside it. */
export function scenarioOf(
  cluster: SmallCluster,
  tags: Tags,
  story: NodeStory,
  further: { readonly text: string; readonly happenings: readonly Happening[] } = {
    text: '',
    happenings: [],
  },
): Scenario {
  return {
    description: `${describeCluster(cluster)}: ${describeStory(story)}${further.text}.`,
    seed: SEED,
    cluster: clusterDefinitionOf(cluster, tags),
    harep: { everySeconds: EVERY_SECONDS, classic: false },
    timeline: [...timelineOf(story), ...further.happenings].toSorted((a, b) => a.at - b.at),
  }
}
