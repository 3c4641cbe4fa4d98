import { exhaustive } from '../cluster/exhaustive.ts'
import { describeReason } from '../planner/describe-reason.ts'
import type { QueuedJob } from '../planner/queue.ts'
import { utcTime } from '../planner/utc-time.ts'
import type { PolicyTag } from '../policy/policy-tag.ts'
import { deciderText, objectText } from './decider-text.ts'
import type { Explanation, NodeState, PolicyLine, RepairLine } from './explanation.ts'
import { heldText } from './held.ts'
import { opcodeText } from './opcode-text.ts'
import { oneLine, printable } from './printable.ts'
import { INSTANCE_STATE_NAMES } from './state-names.ts'

const NODE_STATES: Readonly<Record<NodeState, string>> = {
  online: 'online',
  offline: 'marked offline',
  drained: 'drained',
  silent: 'does not answer, and is not marked offline',
  'not-vm-capable': 'online, but not vm_capable',
}

/** The text of `harep explain`: one fact a line, none broken. */
export function explainText(explanation: Explanation): string {
  const { row, wayOut, nodes, policy, repairs, held, nowSeconds } = explanation
  const { decision, instance, group } = row
  const { state, reason, decidedBy, action } = decision
  const lines = [
    `${decision.instance}: ${INSTANCE_STATE_NAMES[state]} [${reason.code}]`,
    `  Why: ${describeReason(reason)}`,
    ...(wayOut === undefined ? [] : [`  To change it: ${wayOut}`]),
    ...(decidedBy ? [`  Decided by: ${deciderText(decidedBy)}`] : []),
    ...(instance
      ? [
          `  Disks: ${instance.diskTemplate}`,
          `  Admin state: ${instance.adminState ?? '-'}; seen: ${instance.status}`,
          `  Group: ${group ?? '-'}`,
        ]
      : []),
    ...nodes.map(
      ({ name, role, state: seen }) => `  ${capitalised(role)} node: ${name} (${NODE_STATES[seen]})`,
    ),
    ...section('Tags about repairs, the nearest object first', policy.map(policyText)),
    ...section('Repairs on record, the oldest first', repairs.flatMap(repairTexts)),
    ...held.map(one => `  ${heldText(one, nowSeconds)}`),
    ...(action.kind === 'repair'
      ? section(`The next run begins ${action.type}, one job of`, action.opcodes.map(opcodeText))
      : ['  The next run begins nothing here']),
  ]
  return lines.map(line => `${printable(line)}\n`).join('')
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [`  ${title}: none`] : [`  ${title}:`, ...lines.map(line => `    ${line}`)]
}

function policyText(line: PolicyLine): string {
  const effect = line.decides ? 'this one holds' : line.isOver ? 'its time has passed' : 'overridden'
  return `${objectText(line)}: ${line.tag} (${meaningText(line.meaning)}; ${effect})`
}

/** What a tag of an admin's says. */
export function meaningText(meaning: PolicyTag): string {
  switch (meaning.kind) {
    case 'enable':
      return `allows repairs up to ${meaning.type}`
    case 'suspend-forever':
      return 'suspends repairs'
    case 'suspend-until':
      return `suspends repairs until ${utcTime(meaning.seconds)}`
    case 'suspend-unreadable':
      return 'suspends repairs, since its time cannot be read'
    default:
      return exhaustive(meaning)
  }
}

const RESULTS = { success: 'done', failure: 'failed', enoperm: 'not allowed' } as const

function repairTexts({ tag, repair, jobs }: RepairLine): readonly string[] {
  if (!repair) return [`cannot be read: ${tag}`]
  const { type, timeSeconds, result } = repair
  const what =
    result !== undefined
      ? `${type} ${result === 'enoperm' && jobs.length > 0 ? 'withdrawn' : RESULTS[result]}`
      : jobs.length > 0
        ? `${type} begun`
        : `one ${type} allowed`
  return [
    `${utcTime(timeSeconds)}: ${what}: ${tag}`,
    ...jobs.map(({ id, job }) => `  job ${id}: ${job ? jobEndText(job) : 'no longer on record'}`),
  ]
}

function jobEndText({ status, endedSeconds, opcodes }: QueuedJob): string {
  const ended = endedSeconds === undefined ? '' : `, ${utcTime(Math.floor(endedSeconds))}`
  const error = opcodes.find(opcode => opcode.error !== undefined)?.error
  return `${status}${ended}${error ? `: ${oneLine(error.text)}` : ''}`
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}
