import { printable } from '../../src/report/printable.ts'
import { counted } from './counted.ts'
import { type Ledger, openFindings } from './ledger.ts'
import { replayCommand } from './scenario-files.ts'
import { totalsOf } from './totals.ts'

/** What a ledger comes to, for people; `folder` is where the scenarios of open findings are. */
export function ledgerText(ledger: Ledger, folder: string): string {
  const { soaks, scenarios, seconds } = totalsOf(ledger)
  const last = ledger.soaks.at(-1)
  const open = openFindings(ledger)
  const fixed = ledger.findings.length - open.length
  const lines = [
    `${counted(scenarios, 'scenario')} in ${counted(soaks, 'soak')} and ${(seconds / 3_600).toFixed(1)} hours; the last one played ${last?.scenarios ?? 0}.`,
    `${counted(open.length, 'open finding')}, ${fixed} fixed.`,
    ...open.flatMap(finding => [
      `${finding.status.toUpperCase()} ${finding.invariant}: ${printable(finding.what)}`,
      `  replay: ${printable(replayCommand(folder, finding))}`,
    ]),
  ]
  return `${lines.join('\n')}\n`
}
