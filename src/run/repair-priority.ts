/** Ganeti's names for them are NORMAL and LOW: luxid takes no other ones from who submits a job, but HIGH (opcodes.md section 0). */
const NORMAL = 0
const LOW = 10

/** What takes minutes or hours for an instance that mostly runs: it moves it, or makes a second copy. */
const CAN_WAIT: readonly string[] = ['OP_INSTANCE_MIGRATE', 'OP_INSTANCE_MOVE', 'OP_INSTANCE_REPLACE_DISKS']

/**
 * The priority of a repair of these opcodes. Of jobs of one priority that wait for a node's lock the oldest gets it: what brings an instance back
 * that is down would wait behind all that is still to be moved to or from that node. What waits rises by one each half hour, so that nothing
 * waits for ever (Ganeti lib/mcpu.py).
 */
export function repairPriority(opIds: readonly string[]): number {
  return opIds.some(id => CAN_WAIT.includes(id)) ? LOW : NORMAL
}
