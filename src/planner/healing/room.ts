import type { Instance } from '../../cluster/instance.ts'
import { isInService, type Node } from '../../cluster/node.ts'
import type { Snapshot } from '../../cluster/snapshot.ts'
import { chompPrefix } from '../../cluster/tag-text.ts'
import { isToBeStarted, isToRun } from './running.ts'

/**
 * What is free on each node, less what was given away since, and where there is a choice also less what is to run there and does not
 * yet: after a reboot ganeti-watcher starts a node's instances one by one, and would find their memory taken. hail could not be left to choose the nodes of a
 * re-creation in any case: it refuses as long as anything in the cluster is not redundant, and may choose nodes of a foreign group,
 * on which the job then dies half way (htools-allocation.md section 4, opcodes.md section 6).
 */
export interface Room {
  /** A node of the instance's group that could take it; takes nothing. */
  readonly find: (instance: Instance, need: Need) => string | undefined
  /** An instance that is to be started where it is counts there no longer: a job takes its memory, or takes it away. */
  readonly release: (instance: Instance) => void
  /** How many nodes of the instance's group, but for its own, are for instances, and not for use now. */
  readonly leftOut: (instance: Instance) => number
  /** What is free of a node's memory, whatever is to be started there; undefined where the node does not say. */
  readonly memoryFreeMiB: (node: string) => number | undefined
  /** Takes room on a node. */
  readonly take: (node: string, memoryMiB: number, diskMiB: number) => void
  /** An instance comes to this node as its primary one: no other with the same exclusion tags may. */
  readonly settleOn: (instance: Instance, node: string) => void
  /** A node gets the second copy of an instance, to run it should the primary node die. */
  readonly standBy: (instance: Instance, node: string) => void
}

/** What an instance needs of a node; memory and disk must be more than covered, as hail wants it. */
export interface Need {
  /** 0: it will not run there. */
  readonly memoryMiB: number
  /** 0: its disks are not there. */
  readonly diskMiB: number
  /**
   * Whether it comes there to run should its primary node die: rather where there is the memory for it, beside all that would come from the
   * same node. Where there is none, data on two nodes is better than on one.
   */
  readonly standsBy?: boolean
  /** Whether it comes there as a primary one, so that exclusion tags count. */
  readonly isPrimary: boolean
  readonly except: readonly (string | undefined)[]
}

interface Free {
  readonly node: Node
  memoryMiB: number
  diskMiB: number
  /** The memory of each instance that is to run there and does not. */
  readonly toStart: Map<string, number>
  /** All of it. */
  toStartMiB: number
  /** By primary node, the memory of those that would come here should it die. */
  readonly standbyMiB: Map<string, number>
  /** Exclusion tags of the instances there: no two instances with the same one share a primary node. */
  readonly exclusions: Set<string>
}

const EXCLUSION_PREFIXES = 'htools:iextags:'

/** The room that a snapshot shows. */
export function roomOf(snapshot: Snapshot): Room {
  const exclusionsOf = exclusionTags(snapshot.clusterTags)
  const free = new Map([...snapshot.nodes.values()].flatMap(freeOn).map(one => [one.node.name, one] as const))
  const settleOn = (instance: Instance, name: string) => {
    const on = free.get(name)
    for (const tag of on ? exclusionsOf(instance) : []) on?.exclusions.add(tag)
  }
  const standBy = (instance: Instance, name: string) => {
    const standbyMiB = free.get(name)?.standbyMiB
    standbyMiB?.set(instance.primary, (standbyMiB.get(instance.primary) ?? 0) + memoryToRunMiB(instance))
  }
  for (const instance of snapshot.instances) {
    settleOn(instance, instance.primary)
    if (instance.secondary !== undefined) standBy(instance, instance.secondary)
    const on = isToBeStarted(instance) ? free.get(instance.primary) : undefined
    if (!on) continue
    on.toStart.set(instance.name, instance.memoryMiB)
    on.toStartMiB += instance.memoryMiB
  }
  return {
    settleOn,
    release({ name, primary }) {
      const on = free.get(primary)
      if (!on) return
      on.toStartMiB -= on.toStart.get(name) ?? 0
      on.toStart.delete(name)
    },
    memoryFreeMiB: name => free.get(name)?.memoryMiB,
    standBy,
    take(name, memoryMiB, diskMiB) {
      const on = free.get(name)
      if (!on) return
      on.memoryMiB -= memoryMiB
      on.diskMiB -= diskMiB
    },
    find(instance, need) {
      const group = snapshot.nodes.get(instance.primary)?.groupUuid
      const tags = need.isPrimary ? exclusionsOf(instance) : []
      let best: Free | undefined
      let bestCanRunIt = false
      for (const one of free.values()) {
        if (one.node.groupUuid !== group || need.except.includes(one.node.name)) continue
        if (!hasRoom(one, need) || tags.some(tag => one.exclusions.has(tag))) continue
        const canRunIt = need.standsBy !== true || couldRun(one, instance)
        const isBetter =
          best === undefined || (canRunIt === bestCanRunIt ? isRoomier(one, best, need) : canRunIt)
        if (!isBetter) continue
        best = one
        bestCanRunIt = canRunIt
      }
      return best?.node.name
    },
    leftOut({ primary, secondary }) {
      const group = snapshot.nodes.get(primary)?.groupUuid
      let count = 0
      for (const { name, groupUuid, vmCapable } of snapshot.nodes.values()) {
        if (groupUuid !== group || !vmCapable || free.has(name)) continue
        if (name !== primary && name !== secondary) count += 1
      }
      return count
    },
  }
}

/** What is left of a node's memory once all runs that is to. */
function memoryLeftMiB({ memoryMiB, toStartMiB }: Free): number {
  return memoryMiB - toStartMiB
}

function memoryToRunMiB(instance: Instance): number {
  return isToRun(instance) ? instance.memoryMiB : 0
}

/** Whether a node had the memory to run an instance, should its primary node die. */
function couldRun(one: Free, instance: Instance): boolean {
  const comingMiB = (one.standbyMiB.get(instance.primary) ?? 0) + memoryToRunMiB(instance)
  return comingMiB === 0 || memoryLeftMiB(one) > comingMiB
}

function hasRoom(one: Free, need: Need): boolean {
  const { diskMiB, node } = one
  // A node whose storage Ganeti does not measure (files alone) reports none at all.
  const isMeasured = (node.resources?.diskTotalMiB ?? 0) > 0
  return (
    (need.memoryMiB === 0 || memoryLeftMiB(one) > need.memoryMiB) &&
    (need.diskMiB === 0 || !isMeasured || diskMiB > need.diskMiB)
  )
}

/** By memory first where it will run, else by disk; the first of equals stays. */
function isRoomier(a: Free, b: Free, need: Need): boolean {
  const [memory, disk] = [memoryLeftMiB(a) - memoryLeftMiB(b), a.diskMiB - b.diskMiB]
  return (need.memoryMiB > 0 ? memory || disk : disk || memory) > 0
}

function exclusionTags(clusterTags: readonly string[]): (instance: Instance) => readonly string[] {
  const prefixes = clusterTags.flatMap(tag => chompPrefix(EXCLUSION_PREFIXES, tag) || [])
  if (prefixes.length === 0) return () => []
  return ({ tags }) => tags.filter(tag => prefixes.some(prefix => tag.startsWith(prefix)))
}

/** Nodes that could take an instance: online, not drained, allowed to hold instances, and answering. */
function freeOn(node: Node): readonly Free[] {
  const { resources } = node
  if (!isInService(node) || node.silence !== undefined || !resources) return []
  const { memoryFreeMiB: memoryMiB, diskFreeMiB: diskMiB } = resources
  return [
    {
      node,
      memoryMiB,
      diskMiB,
      toStart: new Map(),
      toStartMiB: 0,
      standbyMiB: new Map(),
      exclusions: new Set(),
    },
  ]
}
