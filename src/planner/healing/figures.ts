import type { Node } from '../../cluster/node.ts'
import type { Snapshot } from '../../cluster/snapshot.ts'

/**
 * A digest of what decides whether there is room in a group: its nodes, their flags and sizes, and what the instances on
 * them are configured to use. Not what is free at the moment, which flutters. A repair carries it in its reason trail; one
 * that Ganeti refused for want of room is asked for again when it has changed.
 */
export function figuresOf(snapshot: Snapshot): (groupUuid: string) => string {
  const digests = new Map<string, string>()
  let used: ReadonlyMap<string, Used> | undefined
  return groupUuid => {
    const known = digests.get(groupUuid)
    if (known !== undefined) return known
    used ??= usedOf(snapshot)
    const digest = digestOf(snapshot, groupUuid, used)
    digests.set(groupUuid, digest)
    return digest
  }
}

interface Used {
  memoryMiB: number
  diskMiB: number
}

function usedOf({ instances }: Snapshot): ReadonlyMap<string, Used> {
  const used = new Map<string, Used>()
  const add = (node: string | undefined, memoryMiB: number, diskMiB: number) => {
    if (node === undefined) return
    const sum = used.get(node)
    if (sum) {
      sum.memoryMiB += memoryMiB
      sum.diskMiB += diskMiB
    } else used.set(node, { memoryMiB, diskMiB })
  }
  for (const { primary, secondary, memoryMiB, diskUsageMiB, adminState } of instances) {
    add(primary, adminState === 'up' ? memoryMiB : 0, diskUsageMiB)
    add(secondary, 0, diskUsageMiB)
  }
  return used
}

function digestOf(snapshot: Snapshot, groupUuid: string, used: ReadonlyMap<string, Used>): string {
  const lines = [...snapshot.nodes.values()]
    .filter(node => node.groupUuid === groupUuid)
    .map(node => lineOf(node, used.get(node.name)))
  return hash(lines.join('\n'))
}

function lineOf({ name, offline, drained, vmCapable, resources }: Node, used: Used | undefined): string {
  const total = [resources?.memoryTotalMiB ?? -1, resources?.diskTotalMiB ?? -1]
  return [name, offline, drained, vmCapable, ...total, used?.memoryMiB ?? 0, used?.diskMiB ?? 0].join(' ')
}

/** FNV-1a over UTF-16 units, as 8 hexadecimal digits: only to tell that something is different. */
function hash(text: string): string {
  let value = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1)
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193)
  return (value >>> 0).toString(16).padStart(8, '0')
}
