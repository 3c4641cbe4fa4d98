import type { Strictness } from './booking.ts'
import { evacuateInstance, nodesToLeave, usableNodes } from './evacuate.ts'
import { type HailCluster, instanceOf } from './hail-cluster.ts'
import { type HailInstance, nodesOf } from './hail-instance.ts'
import type { HailReply } from './hail-reply.ts'
import type { EvacuationMode, RelocateRequest } from './iallocator-document.ts'

/**
 * hail's request "relocate" (htools-allocation.md section 3; Ganeti src/Ganeti/HTools/Backend/IAlloc.hs:404-465): one node
 * of the primary's group in place of the secondary (of a mirrored instance) or of the primary (on shared storage).
 */
export function relocate(cluster: HailCluster, request: RelocateRequest, strictness: Strictness): HailReply {
  const instance = instanceOf(cluster, request.name)
  const { diskTemplate, primary, secondary } = instance
  if (diskTemplate === 'plain' || diskTemplate === 'file') {
    return { success: false, info: "Can't relocate non-mirrored instances" }
  }
  const isMirrored = diskTemplate === 'drbd'
  const expected = isMirrored ? secondary : primary
  const from = request.relocate_from.map(name => cluster.nodes.findIndex(node => node.name === name))
  if (from.length !== 1 || from[0] !== expected) {
    const what = isMirrored ? 'secondary' : 'primary'
    const info = `Unsupported request: excluded nodes not equal to instance's ${what}(${expected} versus [${from.join(',')}])`
    return { success: false, info }
  }
  const mode: EvacuationMode = isMirrored ? 'secondary-only' : 'primary-only'
  const evacuated = evacuateInstance(
    cluster.nodes,
    instance,
    mode,
    groupOf(cluster, instance),
    targetsOf(cluster, instance, nodesToLeave([instance], mode)),
    strictness,
  )
  if (!evacuated.success) return evacuated
  const chosen = nodesOf(evacuated.moved.instance).at(-1)
  return {
    success: true,
    info: 'success',
    result: chosen === undefined ? [] : [cluster.nodes[chosen]?.name ?? ''],
  }
}

/** The group of an instance's primary node. */
export function groupOf({ nodes }: HailCluster, { primary }: HailInstance): number {
  return nodes[primary]?.group ?? 0
}

/** Where an instance may go: usable nodes of its group that are neither left nor its primary. */
export function targetsOf(cluster: HailCluster, instance: HailInstance, left: ReadonlySet<number>): number[] {
  return usableNodes(cluster, groupOf(cluster, instance), new Set([...left, instance.primary]))
}
