import { bookPair, bookSingle, type Place } from './allocation.ts'
import { addPrimary } from './booking.ts'
import { type FailMode, isFailMode } from './fail-mode.ts'
import type { HailCluster } from './hail-cluster.ts'
import { type HailInstance, NEW_INSTANCE, NO_NODE } from './hail-instance.ts'
import type { HailNode } from './hail-node.ts'
import type { InstancePolicy } from './iallocator-document.ts'
import type { Attempt } from './solution.ts'

/**
 * Another measure of places: how many of the smallest instances that the policy allows will no longer fit, and what disk
 * is left (Ganeti src/Ganeti/HTools/Dedicated.hs). It is meant for exclusive storage, but hail also falls into it when
 * every node is of a group that is unallocable. As no group can then be chosen, only the text of the refusal shows it.
 */
interface LostAllocations {
  readonly lost: readonly number[]
  readonly freeDiskMiB: number
}

/** Whether all nodes are of groups that may not be allocated to. */
export function isOnlyUnallocable({ groups, nodes }: HailCluster): boolean {
  return nodes.every(({ group }) => groups[group]?.allocPolicy === 'unallocable')
}

/** Tries places and measures them so. */
export function tryDedicated({ nodes }: HailCluster, instance: HailInstance): Attempt<LostAllocations> {
  const measured = (booked: ReturnType<typeof bookSingle>): Place<LostAllocations> | FailMode =>
    isFailMode(booked) ? booked : { ...booked, metric: lostBy(nodes, booked.chosen) }
  return {
    ranking: { compare: compareLost, describe, isAcceptable: () => true },
    onSingle: primary => measured(bookSingle(nodes, instance, primary, 'strict')),
    onPair: (primary, secondary) => measured(bookPair(nodes, instance, primary, secondary)),
  }
}

/** What the chosen nodes lose together, by the smallest instances of the primary's policy. */
function lostBy(nodes: readonly HailNode[], chosen: readonly HailNode[]): LostAllocations {
  const [primary] = chosen
  const tests = primary === undefined ? [] : smallestInstances(primary.policy)
  const lost = tests.map(test => {
    let sum = 0
    for (const after of chosen) {
      const before = nodes[after.index]
      if (before !== undefined) sum += roomFor(before, test) - roomFor(after, test)
    }
    return sum
  })
  return { lost, freeDiskMiB: chosen.reduce((sum, { freeDiskMiB }) => sum + freeDiskMiB, 0) }
}

/** How many instances of that kind fit on a node. */
function roomFor(node: HailNode, instance: HailInstance): number {
  let count = 0
  let reached: HailNode | FailMode = addPrimary(node, instance, 'strict')
  while (!isFailMode(reached)) {
    count += 1
    reached = addPrimary(reached, instance, 'strict')
  }
  return count
}

/** The smallest instance of each alternative of the policy; those with the most disk first. */
function smallestInstances({ minmax }: InstancePolicy): HailInstance[] {
  const specs = minmax.map(({ min }) => min).sort((a, b) => b['disk-size'] - a['disk-size'])
  return specs.map(spec => ({
    index: NEW_INSTANCE,
    name: 'smallest',
    diskTemplate: 'plain',
    memoryMiB: spec['memory-size'],
    diskMiB: spec['disk-size'],
    diskSizesMiB: [],
    vcpus: spec['cpu-count'],
    spindleUse: spec['spindle-use'],
    adminState: 'up',
    exclusionTags: [],
    desiredLocations: new Set(),
    primary: NO_NODE,
    secondary: NO_NODE,
    locationScore: 0,
  }))
}

function compareLost(a: LostAllocations, b: LostAllocations): number {
  for (const [index, count] of a.lost.entries()) {
    const other = b.lost[index]
    if (other === undefined) return 1
    if (count !== other) return count - other
  }
  return a.lost.length - b.lost.length || a.freeDiskMiB - b.freeDiskMiB
}

function describe({ lost, freeDiskMiB }: LostAllocations): string {
  return `([${lost.join(',')}],${freeDiskMiB})`
}
