import type { Opcode } from '../cluster/opcode.ts'
import { nodesNamedBy } from './queue/decode-job.ts'

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

/**
 * A copy keeps the resources of its nodes locked until it is done, for hours perhaps (src/planner/healing/locked-by-copies.ts). What else is to
 * be done with one of them waits as long, with the nodes themselves locked (Ganeti takes its locks level by level), against everybody: one failover to a node that
 * copies would keep all others off the same dead node from going elsewhere. In the queue it has nothing locked, and is the first when the copy is done.
 * That is only so behind a copy of ours that runs: behind one that waits itself what is down would wait for all of it.
 */
const OF_A_NODE_THAT_COPIES = 1

/** Where the instance of a repair is, and what happens there. */
export interface Where {
  /** Its nodes, the primary first. */
  readonly nodes: readonly string[]
  /** Ganeti frees the nodes then before it copies. */
  readonly isSecondaryOffline: boolean
  /** The nodes that running copies of ours keep locked. */
  readonly lockedByOurs: readonly string[]
}

/** The rate limits, as luxid reads them out of a reason trail (jobs.md section 11), for a repair of these opcodes. */
export function rateLimitsOf(opcodes: readonly Opcode[], where: Where): readonly string[] {
  const { nodes, isSecondaryOffline, lockedByOurs } = where
  const needed = nodesNeeded(opcodes, nodes)
  if (opcodes.some(({ OP_ID }) => OP_ID === 'OP_INSTANCE_REPLACE_DISKS') && isSecondaryOffline)
    return [RATE_LIMIT_OF_COPIES]
  if (opcodes.some(({ OP_ID }) => COPYING.includes(OP_ID)))
    return [RATE_LIMIT_OF_COPIES, ...needed.map(ofNodeThatCopies)]
  const behind = needed.filter(node => lockedByOurs.includes(node)).map(ofNodeThatCopies)
  if (nodes.length < 2 || !opcodes.every(({ OP_ID }) => ONE_BY_ONE.includes(OP_ID)))
    return [RATE_LIMIT, ...behind]
  const between = nodes.toSorted().join(' and ')
  return [RATE_LIMIT, `rate-limit:${AT_ONCE_BETWEEN_NODES}:harep between ${between}`, ...behind]
}

function ofNodeThatCopies(node: string): string {
  return `rate-limit:${OF_A_NODE_THAT_COPIES}:harep-copies of ${node}`
}

/** The nodes whose resources a repair needs: those that it names, and those of the instance, but for a move and a re-creation, which lock the new ones alone. */
function nodesNeeded(opcodes: readonly Opcode[], own: readonly string[]): readonly string[] {
  const named = opcodes.flatMap(nodesNamedBy)
  const isElsewhere = opcodes.some(({ OP_ID }) => ELSEWHERE.includes(OP_ID))
  return [...new Set([...(isElsewhere ? [] : own), ...named])].toSorted()
}

const ELSEWHERE: readonly string[] = ['OP_INSTANCE_MOVE', 'OP_INSTANCE_RECREATE_DISKS']
