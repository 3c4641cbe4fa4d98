import type { HailInstance, HailNode } from './hail-input.ts'
import { usesNodeDisk } from './placement.ts'

/**
 * How balanced some nodes would be with an instance on two of them; lower is better. A plausible part of hail's metric
 * (htools-allocation.md section 5): the spread of free memory, free disk, reserved memory and CPU use. Only two nodes
 * change from one candidate to the next, so that sums over all of them are made once.
 */
export class Balance {
  readonly #nodes: ReadonlyMap<number, HailNode>
  readonly #sums: Sums[]

  /** @param nodes by index; unusable ones do not count */
  constructor(nodes: Iterable<readonly [index: number, node: HailNode]>) {
    const usable = [...nodes].filter(([, node]) => !node.isUnusable)
    this.#nodes = new Map(usable)
    this.#sums = METRICS.map(({ of }) => {
      const values = usable.map(([, node]) => of(node, NOTHING))
      return { sum: total(values), squares: total(values.map(value => value * value)) }
    })
  }

  /** The score with `instance` booked on a primary and a secondary (-1 for none of them). */
  withInstance(instance: HailInstance, primary: number, secondary: number): number {
    let score = 0
    for (const [position, { weight, of }] of METRICS.entries()) {
      const sums = this.#sums[position]
      if (sums === undefined) continue
      let { sum, squares } = sums
      for (const [index, changes] of changesOf(instance, primary, secondary)) {
        const node = this.#nodes.get(index)
        if (node === undefined) continue
        const before = of(node, NOTHING)
        const after = of(node, changes)
        sum += after - before
        squares += after * after - before * before
      }
      score += weight * deviation(sum, squares, this.#nodes.size)
    }
    return score
  }
}

interface Sums {
  readonly sum: number
  readonly squares: number
}

/** What an instance changes on one node. */
interface Changes {
  readonly memoryMiB: number
  readonly diskMiB: number
  readonly vcpus: number
  readonly reservedMiB: number
  readonly peer: number
}

const NOTHING: Changes = { memoryMiB: 0, diskMiB: 0, vcpus: 0, reservedMiB: 0, peer: -1 }

const METRICS: readonly {
  readonly weight: number
  readonly of: (node: HailNode, changes: Changes) => number
}[] = [
  { weight: 0.5, of: (node, changes) => ratio(node.freeMemoryMiB - changes.memoryMiB, node.totalMemoryMiB) },
  { weight: 0.5, of: (node, changes) => ratio(node.freeDiskMiB - changes.diskMiB, node.totalDiskMiB) },
  { weight: 1, of: (node, changes) => ratio(reservedAfter(node, changes), node.totalMemoryMiB) },
  { weight: 0.5, of: (node, changes) => ratio(node.usedVcpus + changes.vcpus, node.cpus) },
]

function changesOf(
  instance: HailInstance,
  primary: number,
  secondary: number,
): readonly (readonly [number, Changes])[] {
  const diskMiB = usesNodeDisk(instance) ? instance.diskUsageMiB : 0
  return [
    [primary, { ...NOTHING, memoryMiB: instance.usedMemoryMiB, diskMiB, vcpus: instance.vcpus }],
    [secondary, { ...NOTHING, diskMiB, reservedMiB: instance.memoryMiB, peer: primary }],
  ]
}

function reservedAfter(node: HailNode, changes: Changes): number {
  const ofPeerMiB = (node.memoryOfPeerMiB.get(changes.peer) ?? 0) + changes.reservedMiB
  return Math.max(node.reservedMemoryMiB, ofPeerMiB)
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0)
}

/** The standard deviation of `count` values by their sum and the sum of their squares. */
function deviation(sum: number, squares: number, count: number): number {
  if (count === 0) return 0
  const mean = sum / count
  return Math.sqrt(Math.max(0, squares / count - mean * mean))
}
