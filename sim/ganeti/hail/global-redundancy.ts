import type { HailInput, HailInstance } from './hail-input.ts'

/** An instance that is booked on paper beside those of the input. */
export interface Addition {
  readonly instance: HailInstance
  readonly primary: number
  readonly secondary: number
}

/**
 * Whether every node could be evacuated on paper (htools-allocation.md section 4, "global N+1"; Ganeti HTools/GlobalN1.hs):
 * mirrored instances go to their secondary, those on shared storage to any node of the group, those on the node's own
 * disks are made anew there, largest first; all by hard limits. Nodes that are offline are asked about, too: that is why
 * one mirrored instance with a dead secondary keeps hail from allocating anything.
 */
export function isGloballyRedundant(input: HailInput, addition: Addition): boolean {
  const byPrimary = new Map<number, { readonly instance: HailInstance; readonly secondary: number }[]>()
  const add = (instance: HailInstance, primary: number, secondary: number): void => {
    const list = byPrimary.get(primary)
    if (list === undefined) byPrimary.set(primary, [{ instance, secondary }])
    else list.push({ instance, secondary })
  }
  for (const instance of input.instances.values()) add(instance, instance.primary, instance.secondary)
  add(addition.instance, addition.primary, addition.secondary)
  for (const [index, instances] of byPrimary) {
    if (!canEvacuate(input, addition, index, instances)) return false
  }
  return true
}

function canEvacuate(
  input: HailInput,
  addition: Addition,
  nodeIndex: number,
  instances: readonly { readonly instance: HailInstance; readonly secondary: number }[],
): boolean {
  const room = new Room(input, addition)
  const groupUuid = input.nodes[nodeIndex]?.groupUuid
  const group = input.groups.find(({ uuid }) => uuid === groupUuid)
  const others = (group?.nodeIndexes ?? []).filter(
    index => index !== nodeIndex && input.nodes[index]?.isUnusable === false,
  )
  const mirrored = instances.filter(({ instance }) => instance.storage === 'mirrored')
  // The disk is on the secondary already: only memory is needed there.
  if (!mirrored.every(({ instance, secondary }) => room.take(secondary, instance.usedMemoryMiB, 0)))
    return false
  const rest = instances.filter(({ instance }) => instance.storage !== 'mirrored')
  const largestFirst = rest.sort((a, b) => b.instance.memoryMiB - a.instance.memoryMiB)
  return largestFirst.every(({ instance }) => {
    const diskMiB = instance.storage === 'node' ? instance.diskUsageMiB : 0
    return others.some(index => room.take(index, instance.usedMemoryMiB, diskMiB))
  })
}

/** What is left of the nodes while one evacuation is tried. */
class Room {
  readonly #input: HailInput
  readonly #addition: Addition
  readonly #left = new Map<number, { memoryMiB: number; diskMiB: number }>()

  constructor(input: HailInput, addition: Addition) {
    this.#input = input
    this.#addition = addition
  }

  /** Takes memory and disk of a node if more than that is left of both. */
  take(index: number, memoryMiB: number, diskMiB: number): boolean {
    const left = this.#leftOf(index)
    if (left.memoryMiB - memoryMiB <= 0) return false
    if (diskMiB > 0 && left.diskMiB - diskMiB <= 0) return false
    left.memoryMiB -= memoryMiB
    left.diskMiB -= diskMiB
    return true
  }

  #leftOf(index: number): { memoryMiB: number; diskMiB: number } {
    const known = this.#left.get(index)
    if (known !== undefined) return known
    const node = this.#input.nodes[index]
    const { instance, primary, secondary } = this.#addition
    const isNewHere = index === primary || index === secondary
    const left = {
      memoryMiB: (node?.freeMemoryMiB ?? 0) - (index === primary ? instance.usedMemoryMiB : 0),
      diskMiB: (node?.freeDiskMiB ?? 0) - (isNewHere ? instance.diskUsageMiB : 0),
    }
    this.#left.set(index, left)
    return left
  }
}
