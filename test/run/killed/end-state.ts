import type { Scenario } from './scenario.ts'
import type { Stage } from './stage.ts'

/** What is compared at the end: the cluster, but for ids and times, which differ with every death. */
export interface EndState {
  readonly instances: readonly object[]
  readonly otherTags: readonly string[]
  /** The repairs that were carried out, ended well or not, in no order. */
  readonly repairs: readonly string[]
}

export function endState(stage: Stage, { anySecondary = false }: Scenario): EndState {
  const { instances, nodes, groups, clusterTags } = stage.cluster.snapshot()
  return {
    instances: instances.map(
      ({ name, primary, secondaries, adminState, status, runningOn, dataLost, tags }) => ({
        ...{ name, primary, adminState, status, runningOn, dataLost },
        secondaries: anySecondary ? secondaries.length : secondaries,
        tags: tags.map(withoutIds).sort(),
      }),
    ),
    otherTags: [...clusterTags, ...[...nodes, ...groups].flatMap(({ tags }) => tags)],
    repairs: repairsOf(stage)
      .map(({ type, instance, opcodes, status }) => `${type} ${instance} ${opcodes.join('+')} ${status}`)
      .sort(),
  }
}

/** The repairs that have begun, in the order of their submission. */
export function repairsOf({ repairs }: Stage) {
  return [...repairs.values()].filter(({ hasBegun, status }) => hasBegun && status !== 'canceled')
}

/** A repair tag without the id of the repair, its time and its jobs. */
function withoutIds(tag: string): string {
  return tag
    .replace(/^(ganeti:watcher:autorepair:pending:[^:]*):[^:]*:\d+:/, '$1:ID:TIME:')
    .replace(/^(ganeti:watcher:autorepair:result:[^:]*):[^:]*:\d+:/, '$1:ID:TIME:')
    .replace(/:\d+(\+\d+)*$/, ':JOBS')
}
