import type { JsonObject } from '../../../src/cluster/json.ts'
import type { Strictness } from './booking.ts'
import { evacuateInstance, nodesToLeave } from './evacuate.ts'
import { type HailCluster, instanceOf } from './hail-cluster.ts'
import { nodesOf } from './hail-instance.ts'
import type { HailReply } from './hail-reply.ts'
import type { NodeEvacuateRequest } from './iallocator-document.ts'
import { moveOpcode } from './move-opcodes.ts'
import { groupOf, targetsOf } from './relocate.ts'

/**
 * hail's request "node-evacuate" (Ganeti src/Ganeti/HTools/Cluster/Evacuate.hs:375-412): one instance after the other, each
 * with those before it already moved. The result is what NODE_EVACUATE expects: [moved, failed, jobs], where a moved one is
 * [name, group, nodes], a failed one [name, reason], and a job a list of opcodes.
 */
export function nodeEvacuate(
  cluster: HailCluster,
  request: NodeEvacuateRequest,
  strictness: Strictness,
): HailReply {
  const instances = request.instances.map(name => instanceOf(cluster, name))
  const left = nodesToLeave(instances, request.evac_mode)
  const moved: [string, string, string[]][] = []
  const failed: [string, string][] = []
  const jobs: JsonObject[][] = []
  let { nodes } = cluster
  for (const instance of instances) {
    const group = groupOf(cluster, instance)
    const targets = targetsOf(cluster, instance, left)
    const evacuated = evacuateInstance(nodes, instance, request.evac_mode, group, targets, strictness)
    if (!evacuated.success) {
      failed.push([instance.name, evacuated.info])
      continue
    }
    nodes = evacuated.moved.nodes
    const names = nodesOf(evacuated.moved.instance).map(index => nodes[index]?.name ?? '')
    moved.push([instance.name, cluster.groups[group]?.name ?? '', names])
    jobs.push(evacuated.moves.map(move => moveOpcode(nodes, instance, move)))
  }
  const info = `${failed.length} instances failed to move and ${moved.length} were moved successfully`
  return { success: true, info, result: [moved, failed, jobs] }
}
