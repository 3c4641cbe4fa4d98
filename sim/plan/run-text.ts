import { printable } from '../../src/report/printable.ts'
import { wrapLine } from '../demo/wrap.ts'
import { momentText } from './duration-text.ts'
import type { PlanRun, PlanStep } from './plan.ts'
import { stepsLines } from './step-text.ts'
import { togetherLines } from './together.ts'

/** So many steps that are alike are told one by one; more are told together. */
const ONE_BY_ONE_MAX = 3

/** A run with its steps, as lines. */
export function runLines({ number, atUs, steps, waits, problems, error }: PlanRun): readonly string[] {
  const told = [
    ...problems.map(({ instance, problem }) =>
      instance === undefined ? `Error: ${problem}` : `Error: ${instance}: ${problem}`,
    ),
    ...(error === undefined ? [] : [`The run ends with an error: ${error}`]),
  ]
  return [
    `Run ${number}, ${momentText(atUs)}:`,
    ...alike(steps).flatMap(group =>
      group.length > ONE_BY_ONE_MAX ? stepsLines(group) : group.flatMap(step => stepsLines([step])),
    ),
    ...togetherLines(waits, ({ sentence, code }) => `waits, since ${sentence} [${code}].`),
    ...told.flatMap(line => wrapLine(printable(line), 2)),
  ]
}

/** The steps, those together of which the same is to be said but for nodes and times. */
function alike(steps: readonly PlanStep[]): readonly (readonly PlanStep[])[] {
  const groups = new Map<string, PlanStep[]>()
  for (const step of steps) {
    const { type, reason, trouble, decidedBy, job } = step
    const names = job.opcodes.map(({ name }) => name)
    const by = decidedBy?.level === 'instance' ? [decidedBy.tag] : decidedBy
    const key = JSON.stringify([type, reason?.code, trouble, by, names, job.status, job.failure])
    groups.set(key, [...(groups.get(key) ?? []), step])
  }
  return [...groups.values()]
}
