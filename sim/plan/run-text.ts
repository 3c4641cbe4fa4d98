import { printable } from '../../src/report/printable.ts'
import { wrapLine } from '../demo/wrap.ts'
import { listText } from './assumptions-text.ts'
import { durationText, momentText } from './duration-text.ts'
import type { PlanRun, PlanStep } from './plan.ts'

/** A run with its steps, as lines. */
export function runLines({ number, atUs, steps, problems, error }: PlanRun): readonly string[] {
  const told = [
    ...problems.map(({ instance, problem }) =>
      instance === undefined ? `Error: ${problem}` : `Error: ${instance}: ${problem}`,
    ),
    ...(error === undefined ? [] : [`The run ends with an error: ${error}`]),
  ]
  return [
    `Run ${number}, ${momentText(atUs)}:`,
    ...steps.flatMap(stepLines),
    ...told.flatMap(line => wrapLine(printable(line), 2)),
  ]
}

function stepLines(step: PlanStep): readonly string[] {
  const { instance, type, trouble, decidedBy } = step
  const cause = trouble === undefined ? '' : `, since ${trouble}`
  const tag =
    decidedBy &&
    `${decidedBy.tag} on ${decidedBy.level === 'cluster' ? 'the cluster' : `${decidedBy.level} ${decidedBy.object}`}`
  return [
    ...wrapLine(printable(`${instance}: ${type ?? 'repair'}${cause}.`), 2),
    ...[tag && `Allowed by the tag ${tag}.`, jobText(step), nodesText(step)].flatMap(line =>
      line === undefined ? [] : wrapLine(printable(line), 4),
    ),
  ]
}

function jobText({ job: { opcodes, status, endUs, failure } }: PlanStep): string {
  const what = opcodes.map(({ name, nodes }) => (nodes.length === 0 ? name : `${name} on ${listText(nodes)}`))
  const after = endUs === undefined ? '' : ` ${durationText(endUs)} after the run began`
  const end = {
    success: `done${after}`,
    canceled: `cancelled${after}`,
    error: `failed${after}${failure === undefined ? '' : ` in ${failure.opcode}: ${onOneLine(failure.message)}`}`,
  }[status]
  return `Job: ${what.join(', ')}; ${end ?? 'not over when the plan ends'}.`
}

function nodesText({ before, after, job: { status } }: PlanStep): string | undefined {
  if (before.primary === after.primary && before.secondary === after.secondary) return undefined
  const secondary = after.secondary === undefined ? '' : `, its secondary node ${after.secondary}`
  const then = status === 'success' ? 'Then' : 'Even so'
  return `${then} its primary node is ${after.primary}${secondary}.`
}

/** Ganeti's messages have several lines. */
function onOneLine(text: string): string {
  return text.trim().replace(/\s*\n\s*/g, ' ')
}
