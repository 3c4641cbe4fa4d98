import type { ClusterState } from './state/cluster-state.ts'
import type { NodeState } from './state/objects.ts'

/** How `gnt-cluster master-failover` ended: its exit code and the lines it wrote. */
export interface MasterFailoverOutcome {
  readonly exitCode: 0 | 1
  readonly messages: readonly string[]
}

/**
 * `gnt-cluster master-failover`, called on the node that is to be the master (Ganeti lib/client/gnt_cluster.py:877-915,
 * lib/bootstrap.py, MasterFailover). It is no opcode: it works where no luxid runs. Writes the new master into the
 * configuration, or changes nothing and says why; whoever calls it stops the old daemons and starts the new ones.
 */
export function failOverMaster(state: ClusterState, target: NodeState): MasterFailoverOutcome {
  const old = state.master
  const nodes = [...state.nodes.values()]
  const silent = nodes.filter(node => !hearsEachOther(target, node)).map(node => node.name)
  if (2 * silent.length >= nodes.length) {
    return refused(
      'Master-failover with voting is only possible if the majority of nodes are still healthy; use the --no-voting ' +
        `option after ensuring by other means that you won't end up in a dual-master scenario. Unhealthy nodes: ${silent}`,
    )
  }
  if (target === old) {
    return refused(
      `This commands must be run on the node where you want the new master to be. ${old.name} is already the master`,
    )
  }
  if (!target.masterCandidate) {
    const others = nodes.filter(node => node.masterCandidate && node !== old).map(node => node.name)
    return refused(
      'This node is not among the nodes marked as master candidates. Only these nodes can become masters. Current list ' +
        `of master candidates is:\n${others.join('\n')}`,
    )
  }
  state.cluster.masterUuid = target.uuid
  state.touch(state.cluster)
  return { exitCode: 0, messages: hearsEachOther(target, old) ? [] : warningsAbout(old) }
}

/** Whether noded of `other` answers a node that is not the master as yet. */
function hearsEachOther(node: NodeState, other: NodeState): boolean {
  const isLinked = node === other || (node.hardware.isConnected && other.hardware.isConnected)
  return isLinked && other.hardware.poweredOn && other.hardware.runsNoded
}

function warningsAbout({ name }: NodeState): string[] {
  const problem = 'the node does not answer'
  return [
    `Could not disable the master IP: ${problem}`,
    `Could not disable the master role on the old master ${name}, please disable manually: ${problem}`,
  ]
}

function refused(message: string): MasterFailoverOutcome {
  return { exitCode: 1, messages: [message] }
}
