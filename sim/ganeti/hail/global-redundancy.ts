import type { DefinedDiskTemplate } from '../cluster-definition.ts'
import { onSingle, type Place } from './allocation.ts'
import { evacuateInstance } from './evacuate.ts'
import { isFailMode } from './fail-mode.ts'
import { type HailInstance, NEW_INSTANCE } from './hail-instance.ts'
import type { HailNode } from './hail-node.ts'
import { applyMove } from './moves.ts'
import { solve } from './solution.ts'

/** The state that one trial evacuation has come to. */
interface Trial {
  nodes: readonly HailNode[]
  readonly instances: HailInstance[]
}

/** Those that hail moves within the group, rather than making them anew. */
const MOVABLE: ReadonlySet<DefinedDiskTemplate> = new Set(['diskless', 'sharedfile', 'gluster', 'rbd', 'ext'])

/**
 * Whether every node could be evacuated on paper once an instance is at its new place (htools-allocation.md section 4,
 * "global N+1"; Ganeti src/Ganeti/HTools/GlobalN1.hs): mirrored instances go to their secondary, those on shared storage
 * to any node of the group, all others are made anew there, largest first; all by hard limits. Nodes that are offline are
 * asked about, and may be asked to take instances: that is why one mirrored instance with a dead secondary keeps hail
 * from allocating anything.
 */
export function isGloballyRedundant(instances: readonly HailInstance[], place: Place<unknown>): boolean {
  const all = [...instances, place.instance]
  const nodes = withBookedIndex(place.nodes, place, instances.length)
  const trial = (): Trial => ({ nodes, instances: [...all] })
  // Failovers are the cheapest to try and the first to fail, so all nodes' are tried before anything else.
  return nodes.every(node => canFailOverAll(trial(), node)) && nodes.every(node => canEvacuate(trial(), node))
}

function canFailOverAll(trial: Trial, { primaries }: HailNode): boolean {
  const mirrored = primaries.filter(index => trial.instances[index]?.diskTemplate === 'drbd')
  return mirrored.every(index => canFailOver(trial, index))
}

function canEvacuate(trial: Trial, node: HailNode): boolean {
  const indexes = node.primaries
  const templateOf = (index: number): DefinedDiskTemplate | undefined => trial.instances[index]?.diskTemplate
  const isMovable = (index: number): boolean => MOVABLE.has(templateOf(index) ?? 'plain')
  const movable = indexes.filter(isMovable)
  const others = indexes.filter(index => templateOf(index) !== 'drbd' && !isMovable(index))
  const targets = trial.nodes.flatMap(({ group, index }) =>
    group === node.group && index !== node.index ? [index] : [],
  )
  return (
    canFailOverAll(trial, node) &&
    movable.every(index => canMove(trial, index, node.group, targets)) &&
    largestFirst(trial, others).every(instance => canRecreate(trial, instance, targets))
  )
}

function canFailOver(trial: Trial, index: number): boolean {
  const instance = trial.instances[index]
  if (instance === undefined) return false
  const moved = applyMove(trial.nodes, instance, { kind: 'failover' }, 'hard')
  if (isFailMode(moved)) return false
  trial.nodes = moved.nodes
  trial.instances[index] = moved.instance
  return true
}

function canMove(trial: Trial, index: number, group: number, targets: readonly number[]): boolean {
  const instance = trial.instances[index]
  if (instance === undefined) return false
  const evacuated = evacuateInstance(trial.nodes, instance, 'primary-only', group, targets, 'hard')
  if (!evacuated.success) return false
  trial.nodes = evacuated.moved.nodes
  trial.instances[index] = evacuated.moved.instance
  return true
}

function largestFirst({ instances }: Trial, indexes: readonly number[]): HailInstance[] {
  const found = indexes.flatMap(index => instances[index] ?? [])
  return found.sort((a, b) => b.memoryMiB - a.memoryMiB)
}

function canRecreate(trial: Trial, instance: HailInstance, targets: readonly number[]): boolean {
  const tried = targets.map(target => onSingle(trial.nodes, instance, target, 'hard'))
  const { best } = solve(tried, {
    compare: (a, b) => a - b,
    describe: String,
    isAcceptable: () => true,
  })
  if (best === undefined) return false
  trial.nodes = withBookedIndex(best.nodes, best, trial.instances.length)
  trial.instances.push(best.instance)
  return true
}

/** The nodes of a place, with a number for the instance that had none. */
function withBookedIndex(
  nodes: readonly HailNode[],
  { chosen }: Place<unknown>,
  booked: number,
): readonly HailNode[] {
  const number = (list: readonly number[]): number[] =>
    list.map(index => (index === NEW_INSTANCE ? booked : index))
  let result = nodes
  for (const { index } of chosen) {
    const node = result[index]
    if (node === undefined) continue
    const { primaries, secondaries } = node
    result = result.with(index, {
      ...node,
      primaries: number(primaries),
      secondaries: number(secondaries),
    })
  }
  return result
}
