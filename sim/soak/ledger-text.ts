import { join } from 'node:path'
import { printable } from '../../src/report/printable.ts'
import { type Ledger, openFindings } from './ledger.ts'
import { scenarioFileName } from './scenario-files.ts'
import { totalsOf } from './totals.ts'

/** What a ledger comes to, for people; `folder` is where the scenarios of open findings are. */
export function ledgerText(ledger: Ledger, folder: string): string {
  const { soaks, scenarios, seconds } = totalsOf(ledger)
  const last = ledger.soaks.at(-1)
  const open = openFindings(ledger)
  const fixed = ledger.findings.length - open.length
  const lines = [
    `${scenarios} scenarios in ${soaks} soaks and ${(seconds / 3_600).toFixed(1)} hours; the last one played ${last?.scenarios ?? 0}.`,
    `${open.length} open findings, ${fixed} fixed.`,
    ...open.flatMap(finding => [
      `${finding.status.toUpperCase()} ${finding.invariant}: ${printable(finding.what)}`,
      `  replay: harep-sim replay '${printable(join(folder, scenarioFileName(finding)))}'`,
    ]),
  ]
  return `${lines.join('\n')}\n`
}
