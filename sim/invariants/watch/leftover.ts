import type { InstanceState, NodeState } from '../../ganeti/state/objects.ts'
import type { RepairBook } from './repair-book.ts'
import type { TruthLog } from './truth-log.ts'

/**
 * Whether what a node holds of an instance is left over from a time before the nodes that it lived on last. Ganeti calls a node one of the
 * instance's when a re-creation is tried there, also where it then finds volumes of that name, and knows no more of them than harep.
 */
export function isLeftover(
  book: RepairBook,
  log: TruthLog,
  instance: Readonly<InstanceState>,
  node: Readonly<NodeState>,
): boolean {
  return book.of(instance.name).some(({ opcodes, opcodeStatuses, nodes, submittedUs }) => {
    const recreation = opcodes.indexOf('RECREATE_DISKS')
    if (recreation < 0 || opcodeStatuses[recreation] !== 'error' || !nodes.includes(node.name)) return false
    const [before] = log.since(instance, submittedUs)
    return before !== undefined && !before.nodes.includes(node.uuid)
  })
}
