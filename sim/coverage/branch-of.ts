import type { HealingDecision } from '../../src/planner/healing/decision.ts'
import type { DefinedDiskTemplate } from '../ganeti/cluster-definition.ts'
import { BRANCHES, type Branch, familyOf } from './branches.ts'

const known: ReadonlySet<string> = new Set(BRANCHES)

/** Opcodes that tell rows apart; a delay, for one, is in the way of that. */
const TELLING = ['FAILOVER', 'MIGRATE', 'REPLACE_DISKS', 'MOVE', 'SHUTDOWN', 'RECREATE_DISKS', 'STARTUP']

/** The branch behind a repair that has begun; undefined where it is none of the list (a retry of a kind of its own). */
export function branchOfRepair(decision: HealingDecision, template: DefinedDiskTemplate): Branch | undefined {
  const { reason, action } = decision
  if (reason.code === 'recreation-unfinished') return branch(`unfinished ${reason.stage}`)
  if (action.kind !== 'repair') return undefined
  const opcodes = action.opcodes.map(({ OP_ID: id }) => id.replace(/^OP_INSTANCE_/, ''))
  const telling = opcodes.filter(opcode => TELLING.includes(opcode))
  // A re-creation always ends with a start where it begins with a shutdown.
  const shown = telling.includes('RECREATE_DISKS') ? telling.filter(opcode => opcode !== 'STARTUP') : telling
  return branch(`${familyOf(template)} ${reason.code} ${shown.join('+')}`)
}

/** The branch behind what a run says of an instance in the end, where that is not a repair. */
export function branchOfVerdict(code: string, template: DefinedDiskTemplate): Branch | undefined {
  return branch(`any ${code}`) ?? branch(`${familyOf(template)} ${code}`) ?? branch(`unfinished ${code}`)
}

function branch(name: string): Branch | undefined {
  // What is in the list is one of its members.
  return known.has(name) ? (name as Branch) : undefined
}
