import type { Snapshot } from '../../cluster/snapshot.ts'
import { ownMemoryOf } from '../own-memory.ts'
import { isToRun, runs } from './running.ts'

/**
 * What hail takes for the free memory of a node: what is left when everything that should run there does, by the
 * configuration or by what the node reports, whichever is less (htools-allocation.md section 6). It refuses a new
 * secondary for an instance whose primary has none left, so that harep names the node. undefined for a node that gives no figures.
 */
export function memoryOfRecord(snapshot: Snapshot): (node: string) => number | undefined {
  let sums: Sums | undefined
  return name => {
    const resources = snapshot.nodes.get(name)?.resources
    if (!resources) return undefined
    sums ??= sumsOf(snapshot)
    const { memoryTotalMiB, memoryOfNodeMiB, memoryFreeMiB } = resources
    const ownMiB = ownMemoryOf(memoryOfNodeMiB, snapshot.defaultHypervisor)
    const configured = memoryTotalMiB - ownMiB - (sums.toRunMiB.get(name) ?? 0)
    return Math.min(configured, memoryFreeMiB - (sums.toComeMiB.get(name) ?? 0))
  }
}

interface Sums {
  /** Of the instances that should run on a node. */
  readonly toRunMiB: ReadonlyMap<string, number>
  /** Of those among them that do not run. */
  readonly toComeMiB: ReadonlyMap<string, number>
}

function sumsOf({ instances }: Snapshot): Sums {
  const toRunMiB = new Map<string, number>()
  const toComeMiB = new Map<string, number>()
  const add = (to: Map<string, number>, node: string, sizeMiB: number) =>
    to.set(node, (to.get(node) ?? 0) + sizeMiB)
  for (const instance of instances) {
    if (!isToRun(instance) || instance.forthcoming) continue
    add(toRunMiB, instance.primary, instance.memoryMiB)
    if (!runs(instance)) add(toComeMiB, instance.primary, instance.memoryMiB)
  }
  return { toRunMiB, toComeMiB }
}
