import type { Cleared } from '../run/commands/clear-run.ts'
import type { ClearOutput } from './output-schema.ts'
import { printable } from './printable.ts'
import type { ReportText } from './report-text.ts'

/** What `harep clear` prints: what went of each instance, and on standard error what did not. */
export function clearTexts(cleared: readonly Cleared[], dryRun: boolean): readonly ReportText[] {
  return cleared.flatMap((one): ReportText[] => {
    const { instance, kept, problem } = one
    const line = (text: string) => `${printable(`${instance}: ${text}`)}\n`
    if (problem !== undefined) return [{ to: 'err', text: `Error: ${line(problem)}` }]
    const warning = warningOf(one, dryRun)
    return [
      { to: 'out', text: line(removedText(one, dryRun)) },
      ...(kept.length > 0
        ? [{ to: 'out', text: line(`Kept, since the repair is under way: ${kept.join(' ')}`) } as const]
        : []),
      ...(warning === undefined ? [] : [{ to: 'err', text: `Warning: ${line(warning)}` } as const]),
    ]
  })
}

function removedText({ job, tags, left }: Cleared, dryRun: boolean): string {
  if (tags.length === 0)
    return left.length === 0
      ? 'Nothing to remove'
      : `Nothing to remove: no failure of it is on record; --all would remove ${left.join(' ')}`
  if (dryRun) return `Would remove: ${tags.join(' ')}`
  return `${job === undefined ? 'Somebody else has removed them meanwhile' : `Removed by job ${job}`}: ${tags.join(' ')}`
}

/** What an admin must look after himself from now on: its nodes alone would make it look healthy. */
function warningOf({ forgetsRecreation, problem }: Cleared, dryRun: boolean): string | undefined {
  if (!forgetsRecreation || problem !== undefined) return undefined
  return `its re-creation may have stopped half way, with blank disks, and nothing ${dryRun ? 'would tell' : 'tells'} of that ${dryRun ? 'then' : 'any more'}: see that it is installed and started (gnt-instance reinstall, gnt-instance startup)`
}

/** What --output=json prints of it. */
export function clearJson(cleared: readonly Cleared[], dryRun: boolean, exitCode: number): ClearOutput {
  return {
    schema: 'harep-clear/1',
    dryRun,
    exitCode,
    instances: cleared.map(one => ({
      name: one.instance,
      job: one.job ?? null,
      removed: one.problem === undefined ? [...one.tags] : [],
      kept: [...one.kept],
      warning: warningOf(one, dryRun) ?? null,
      problem: one.problem ?? null,
    })),
  }
}
