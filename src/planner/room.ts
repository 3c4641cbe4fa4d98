import type { Instance } from '../cluster/instance.ts'
import { isAsked, type Node } from '../cluster/node.ts'
import type { Snapshot } from '../cluster/snapshot.ts'
import { chompPrefix } from '../cluster/tag-text.ts'

/**
 * What is free on each node, less what was given away since. hail cannot be left to choose the nodes of a
 * re-creation: it refuses as long as anything in the cluster is not redundant, and may choose nodes of a foreign group,
 * on which the job then dies half way (htools-allocation.md section 4, opcodes.md section 6).
 */
export interface Room {
  /** The nodes for the disks of `instance`, the primary first, or undefined where its group has no room. Takes the room. */
  choose(instance: Instance, copies: 1 | 2): readonly string[] | undefined
  /** Takes the memory of `instance` on a node that it will be started on. */
  take(instance: Instance, node: string): void
  /** Takes the room for the disks of `instance` on these nodes, and its memory on the first. */
  claim(instance: Instance, nodes: readonly string[]): void
}

interface Free {
  readonly node: Node
  memoryMiB: number
  diskMiB: number
  /** Exclusion tags of the instances there: no two instances with the same one share a primary node. */
  readonly exclusions: Set<string>
}

const EXCLUSION_PREFIXES = 'htools:iextags:'

/** The room that a snapshot shows. */
export function roomOf(snapshot: Snapshot): Room {
  const prefixes = snapshot.clusterTags.flatMap(tag => chompPrefix(EXCLUSION_PREFIXES, tag) || [])
  const exclusionsOf = ({ tags }: Instance) =>
    tags.filter(tag => prefixes.some(prefix => tag.startsWith(prefix)))
  const free = new Map(
    [...snapshot.nodes.values()].flatMap(node => freeOn(node)).map(one => [one.node.name, one]),
  )
  for (const instance of prefixes.length > 0 ? snapshot.instances : []) {
    for (const tag of exclusionsOf(instance)) free.get(instance.primary)?.exclusions.add(tag)
  }
  const take = (instance: Instance, name: string) => {
    const on = free.get(name)
    if (!on) return
    on.memoryMiB -= instance.memoryMiB
    for (const tag of exclusionsOf(instance)) on.exclusions.add(tag)
  }
  const claim = (instance: Instance, names: readonly string[]) => {
    for (const one of names.flatMap(name => free.get(name) ?? [])) one.diskMiB -= instance.diskUsageMiB
    for (const name of names.slice(0, 1)) take(instance, name)
  }
  return {
    take,
    claim,
    choose(instance, copies) {
      const group = snapshot.nodes.get(instance.primary)?.groupUuid
      const roomy = [...free.values()]
        .filter(
          ({ node, memoryMiB, diskMiB }) =>
            node.groupUuid === group && memoryMiB > instance.memoryMiB && diskMiB > instance.diskUsageMiB,
        )
        .sort((a, b) => b.memoryMiB - a.memoryMiB || b.diskMiB - a.diskMiB)
      const tags = exclusionsOf(instance)
      const primary = roomy.find(({ exclusions }) => !tags.some(tag => exclusions.has(tag)))
      const secondary = copies === 2 ? roomy.find(one => one !== primary) : primary
      if (!primary || !secondary) return undefined
      const chosen = [...new Set([primary, secondary])].map(({ node }) => node.name)
      claim(instance, chosen)
      return chosen
    },
  }
}

/** Nodes that could take an instance: online, not drained, allowed to hold instances, and answering. */
function freeOn(node: Node): readonly Free[] {
  const { resources } = node
  if (!isAsked(node) || node.drained || !resources) return []
  const { memoryFreeMiB: memoryMiB, diskFreeMiB: diskMiB } = resources
  return [{ node, memoryMiB, diskMiB, exclusions: new Set() }]
}
