import { describeReason } from '../../src/planner/describe-reason.ts'
import type { HealingDecision } from '../../src/planner/healing/decision.ts'
import { REASON_CODES, type ReasonCode } from '../../src/planner/reason.ts'
import { whatWouldChange } from '../../src/planner/what-would-change.ts'
import { INSTANCE_STATE_NAMES } from '../../src/report/state-names.ts'
import { REASON_ADVICE } from './reason-advice.ts'
import { REASON_CASES } from './reason-cases.ts'

/** The name of the part of docs/manual.md that reasonEntries makes. */
export const REASON_ENTRIES = 'entries of reasons'

/** An entry for every reason's code, in alphabetical order: what the code says of itself, and advice. */
export function reasonEntries(): string {
  return `\n${[...REASON_CODES].sort().map(entryOf).join('\n')}\n`
}

function entryOf(code: ReasonCode): string {
  const decision = REASON_CASES[code]()
  const way = whatWouldChange(decision.reason)
  const change = way === undefined ? '' : ` To change it: “${way}”.`
  const sentence = `${stateOf(decision)}: “${describeReason(decision.reason)}”.${change}`
  return `### ${code}\n${wrapped(sentence)}\n\n${wrapped(REASON_ADVICE[code].replaceAll('\n', ' '))}\n`
}

function stateOf({ state, action, reason }: HealingDecision): string {
  const name = `**${INSTANCE_STATE_NAMES[state]}**`
  return action.kind === 'repair' && reason.code !== 'would-submit' && state === 'needs-repair'
    ? `${name}, and a run begins \`${action.type}\``
    : name
}

const WIDTH = 128

function wrapped(text: string): string {
  const lines = ['']
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? ''
    if (line === '') lines[lines.length - 1] = word
    else if (line.length + 1 + word.length > WIDTH) lines.push(word)
    else lines[lines.length - 1] = `${line} ${word}`
  }
  return lines.join('\n')
}
