import { deciderText } from '../../src/report/decider-text.ts'
import { printable } from '../../src/report/printable.ts'
import { wrapLine } from '../demo/wrap.ts'
import { listText } from './assumptions-text.ts'
import { durationText } from './duration-text.ts'
import type { PlanStep } from './plan.ts'

/** Steps of which the same is to be said but for nodes and times, as lines; one, as a rule. */
export function stepsLines(steps: readonly PlanStep[]): readonly string[] {
  const [first] = steps
  if (first === undefined) return []
  const { type, decidedBy } = first
  const cause = causeText(steps)
  const several = steps.length === 1 ? '' : ` (${steps.length} instances)`
  const names = steps.map(({ instance }) => instance).join(', ')
  const further = [
    ...(decidedBy === undefined
      ? []
      : [
          `Allowed by ${steps.length > 1 && decidedBy.level === 'instance' ? `the tag ${decidedBy.tag} on each` : deciderText(decidedBy)}.`,
        ]),
    steps.length === 1 ? jobText(first) : jobsText(first, steps),
    ...(steps.length === 1 ? nodesText(first) : nodeCountsText(steps)),
  ]
  return [
    ...wrapLine(
      printable(`${names}${several}: ${type ?? 'repair'}${cause === undefined ? '' : `, since ${cause}`}.`),
      2,
    ),
    ...further.flatMap(line => wrapLine(printable(line), 4)),
  ]
}

/** harep's own words where they fit all, or else what is wrong with the nodes of all. */
function causeText(steps: readonly PlanStep[]): string | undefined {
  const [first] = steps
  const sentence = first?.reason?.sentence
  return steps.every(({ reason }) => reason?.sentence === sentence)
    ? (sentence ?? first?.trouble)
    : first?.trouble
}

function jobText({ job: { opcodes, status, endUs, failure } }: PlanStep): string {
  const what = opcodes.map(({ name, nodes }) => (nodes.length === 0 ? name : `${name} on ${listText(nodes)}`))
  const after = endUs === undefined ? '' : ` ${durationText(endUs)} after the run began`
  return `Job: ${what.join(', ')}; ${endText(status)}${after}${failureText(failure)}.`
}

function jobsText({ job: { opcodes, status, failure } }: PlanStep, steps: readonly PlanStep[]): string {
  const ends = steps.flatMap(({ job }) => job.endUs ?? [])
  const after =
    ends.length === 0
      ? ''
      : `, the first ${durationText(Math.min(...ends))} and the last ${durationText(Math.max(...ends))} after the run began`
  const what = opcodes.map(({ name }) => name).join(', ')
  return `A job each: ${what}; ${endText(status)}${after}${failureText(failure)}.`
}

function endText(status: string): string {
  switch (status) {
    case 'success':
      return 'done'
    case 'error':
      return 'failed'
    case 'canceled':
      return 'cancelled'
    default:
      return 'not over when the plan ends'
  }
}

/** Ganeti's messages have several lines. */
function failureText(failure: PlanStep['job']['failure']): string {
  if (failure === undefined) return ''
  return ` in ${failure.opcode}: ${failure.message.trim().replace(/\s*\n\s*/g, ' ')}`
}

function nodesText({ before, after, job: { status } }: PlanStep): readonly string[] {
  if (before.primary === after.primary && before.secondary === after.secondary) return []
  const secondary = after.secondary === undefined ? '' : `, its secondary ${after.secondary}`
  return [`${status === 'success' ? 'Then' : 'Even so'} its primary is ${after.primary}${secondary}.`]
}

/** The table at the end has the nodes of each. A failover makes the old primary the secondary, which is nothing new. */
function nodeCountsText(steps: readonly PlanStep[]): readonly string[] {
  return (['primary', 'secondary'] as const).flatMap(role => {
    const counts = new Map<string, number>()
    for (const { before, after } of steps) {
      const node = after[role]
      if (node !== undefined && node !== before[role] && node !== before.primary)
        counts.set(node, (counts.get(node) ?? 0) + 1)
    }
    const parts = [...counts].map(([node, count]) => `${node} (${count})`)
    return parts.length === 0 ? [] : [`New ${role} nodes: ${listText(parts)}.`]
  })
}
