import type { Opcode } from '../cluster/opcode.ts'

/**
 * So many of our repairs take a job slot at once; the rest waits in the queue, where it is in nobody's way. Those that copy whole disks keep
 * theirs for hours, so that they have a limit of their own: what takes seconds, and is down, never waits behind them.
 */
const RATE_LIMIT = 'rate-limit:10:harep'
const RATE_LIMIT_OF_COPIES = 'rate-limit:5:harep-copies'
const COPYING: readonly string[] = ['OP_INSTANCE_REPLACE_DISKS', 'OP_INSTANCE_MOVE']

/**
 * What has both nodes of its instance locked from its beginning to its end (Ganeti lib/cmdlib/instance_migration.py) can only be done one
 * after the other between the same two. One works and one is ready; more would take all our slots while somebody else has one of these
 * nodes locked, and would keep the processors of the master busy with processes that wait.
 */
const ONE_BY_ONE: readonly string[] = [
  'OP_INSTANCE_ACTIVATE_DISKS',
  'OP_INSTANCE_FAILOVER',
  'OP_INSTANCE_MIGRATE',
]
const AT_ONCE_BETWEEN_NODES = 2

/** The rate limits, as luxid reads them out of a reason trail (jobs.md section 11), for a repair of these opcodes of an instance on these nodes. */
export function rateLimitsOf(opcodes: readonly Opcode[], nodes: readonly string[]): readonly string[] {
  if (opcodes.some(({ OP_ID }) => COPYING.includes(OP_ID))) return [RATE_LIMIT_OF_COPIES]
  if (nodes.length < 2 || !opcodes.every(({ OP_ID }) => ONE_BY_ONE.includes(OP_ID))) return [RATE_LIMIT]
  return [RATE_LIMIT, `rate-limit:${AT_ONCE_BETWEEN_NODES}:harep between ${nodes.toSorted().join(' and ')}`]
}
