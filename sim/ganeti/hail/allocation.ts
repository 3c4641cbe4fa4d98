import { addPrimary, addSecondary, type Strictness } from './booking.ts'
import { type FailMode, isFailMode } from './fail-mode.ts'
import { locationScore } from './hail-cluster.ts'
import { type HailInstance, NO_NODE } from './hail-instance.ts'
import type { HailNode } from './hail-node.ts'
import { policyFailure } from './policy-check.ts'
import { type Statistics, score, scoreOf, withChange } from './score.ts'

/** A place for an instance: the whole cluster with it, and how good that is; lower is better. */
export interface Place<Metric> {
  readonly nodes: readonly HailNode[]
  readonly instance: HailInstance
  /** Primary first. */
  readonly chosen: readonly HailNode[]
  readonly metric: Metric
}

/** An instance made anew on one node, or why not (Ganeti src/Ganeti/HTools/Cluster/AllocatePrimitives.hs:49-64). */
export function onSingle(
  nodes: readonly HailNode[],
  instance: HailInstance,
  primary: number,
  strictness: Strictness,
): Place<number> | FailMode {
  const booked = bookSingle(nodes, instance, primary, strictness)
  return isFailMode(booked) ? booked : { ...booked, metric: score(booked.nodes) }
}

/** An instance made anew on two nodes, or why not (AllocatePrimitives.hs:67-86). */
export function onPair(
  nodes: readonly HailNode[],
  before: Statistics,
  instance: HailInstance,
  primary: number,
  secondary: number,
): Place<number> | FailMode {
  const placed = { ...instance, locationScore: locationScore(nodes, primary, secondary) }
  const booked = bookPair(nodes, placed, primary, secondary)
  if (isFailMode(booked)) return booked
  let after = before
  for (const changed of booked.chosen) {
    const old = nodes[changed.index]
    if (old !== undefined) after = withChange(after, old, changed)
  }
  return { ...booked, metric: scoreOf(after) }
}

/** The cluster with an instance on one node, or why it cannot be there. */
export function bookSingle(
  nodes: readonly HailNode[],
  instance: HailInstance,
  primary: number,
  strictness: Strictness,
): Omit<Place<unknown>, 'metric'> | FailMode {
  const node = nodes[primary]
  if (node === undefined) return 'FailInternal'
  const failure = policyFailure(instance, node.policy)
  if (failure !== undefined) return failure
  const added = addPrimary(node, instance, strictness)
  if (isFailMode(added)) return added
  return {
    nodes: nodes.with(primary, added),
    instance: { ...instance, primary, secondary: NO_NODE },
    chosen: [added],
  }
}

/** The same for two nodes. */
export function bookPair(
  nodes: readonly HailNode[],
  instance: HailInstance,
  primary: number,
  secondary: number,
): Omit<Place<unknown>, 'metric'> | FailMode {
  const [first, second] = [nodes[primary], nodes[secondary]]
  if (first === undefined || second === undefined) return 'FailInternal'
  const failure = policyFailure(instance, first.policy)
  if (failure !== undefined) return failure
  const placed = { ...instance, primary, secondary }
  const newFirst = addPrimary(first, placed, 'strict')
  if (isFailMode(newFirst)) return newFirst
  const newSecond = addSecondary(second, placed, primary, 'strict')
  if (isFailMode(newSecond)) return newSecond
  return {
    nodes: nodes.with(secondary, newSecond).with(primary, newFirst),
    instance: placed,
    chosen: [newFirst, newSecond],
  }
}
