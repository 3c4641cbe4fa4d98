import type { Cleared } from '../run/commands/clear-run.ts'
import type { ClearOutput } from './output-schema.ts'
import { printable } from './printable.ts'
import type { ReportText } from './report-text.ts'

/** What `harep clear` prints: what went of each instance, and on standard error what did not. */
export function clearTexts(cleared: readonly Cleared[], dryRun: boolean): readonly ReportText[] {
  return cleared.flatMap(({ instance, job, tags, kept, problem }): ReportText[] => {
    const line = (text: string): ReportText => ({ to: 'out', text: `${printable(`${instance}: ${text}`)}\n` })
    if (problem !== undefined)
      return [{ to: 'err', text: `Error: ${printable(`${instance}: ${problem}`)}\n` }]
    const removed =
      tags.length === 0
        ? 'Nothing to remove'
        : `${dryRun ? 'Would remove' : 'Removed'}${job === undefined ? '' : ` by job ${job}`}: ${tags.join(' ')}`
    return [
      line(removed),
      ...(kept.length > 0 ? [line(`Kept, since the repair is under way: ${kept.join(' ')}`)] : []),
    ]
  })
}

/** What --output=json prints of it. */
export function clearJson(cleared: readonly Cleared[], dryRun: boolean, exitCode: number): ClearOutput {
  return {
    schema: 'harep-clear/1',
    dryRun,
    exitCode,
    instances: cleared.map(({ instance, job, tags, kept, problem }) => ({
      name: instance,
      job: job ?? null,
      removed: problem === undefined ? [...tags] : [],
      kept: [...kept],
      problem: problem ?? null,
    })),
  }
}
