import { START_US } from '../play/stage.ts'
import { decidesRightly } from './decides-rightly.ts'
import { scenarioOf } from './scenario-of.ts'
import { SITUATIONS, type Situation } from './situation.ts'
import type { SmallState, Space } from './space.ts'

const PREFIX = 'ganeti:watcher:autorepair:'
const START_SECONDS = START_US / 1_000_000

/** All that a tag of one object can say: the four permissions, and suspensions without end, over, until after the first run, and unreadable. */
const WORDS = [
  ...['fix-storage', 'migrate', 'failover', 'reinstall'],
  ...['suspend', `suspend:${START_SECONDS - 60}`, `suspend:${START_SECONDS + 450}`, 'suspend:tomorrow'],
].map(word => PREFIX + word)

/** What an object may say: nothing, one thing, or two that contradict each other. */
const SAYINGS: readonly (readonly string[])[] = [
  [],
  ...WORDS.map(word => [word]),
  ...WORDS.flatMap((one, index) => WORDS.slice(index + 1).map(other => [one, other])),
]

/** What is decided by tags. */
export const spaceB: Space = {
  name: 'B',
  about:
    'all permissions, suspensions and contradictions on instance, group and cluster, in each situation that needs another repair',
  *units() {
    for (const situation of SITUATIONS)
      for (const instances of SAYINGS)
        for (const groups of SAYINGS) yield statesOf(situation, instances, groups)
  },
}

function* statesOf(
  { cluster, story, needs }: Situation,
  instances: readonly string[],
  groups: readonly string[],
): Generator<SmallState> {
  for (const ofCluster of SAYINGS) {
    const scenario = scenarioOf(cluster, { instances, groups, cluster: ofCluster }, story, {
      text: `; instance, group and cluster say ${[instances, groups, ofCluster].map(saying).join(', ')}`,
      happenings: [],
    })
    yield { scenario, standsFor: 1, observe: decidesRightly('vm1', needs, [instances, groups, ofCluster]) }
  }
}

function saying(tags: readonly string[]): string {
  return tags.length === 0 ? 'nothing' : tags.map(tag => tag.slice(PREFIX.length)).join(' and ')
}
