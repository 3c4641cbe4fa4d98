import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { printable } from '../../src/report/printable.ts'
import { Hasher, hashText } from '../explore/trace-hash.ts'
import { shellWord } from '../files/shell-word.ts'
import { type Ledger, type LedgerFinding, openFindings } from './ledger.ts'
import { writeWhole } from './ledger-file.ts'
import { LedgerFileError } from './ledger-file-error.ts'

/** The name of the scenario file of a finding: the same on every machine. */
function scenarioFileName({ invariant, key }: Pick<LedgerFinding, 'invariant' | 'key'>): string {
  const hasher = new Hasher()
  hasher.text(key)
  return `${invariant.replace(/[^a-z-]/g, '_').slice(0, 60)}-${hashText(hasher.hash)}.yaml`
}

/** What replays the scenario of a finding in a shell; `folder` is where scenario files are written. */
export function replayCommand(folder: string, finding: Pick<LedgerFinding, 'invariant' | 'key'>): string {
  return `harep-sim replay ${shellWord(join(folder, scenarioFileName(finding)))}`
}

/** Writes the scenarios of the open findings into a folder, which is made where there are any. Throws LedgerFileError. */
export function writeScenarioFiles(folder: string, ledger: Ledger): void {
  const open = openFindings(ledger)
  if (open.length === 0) return
  try {
    mkdirSync(folder, { recursive: true })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    throw new LedgerFileError(
      `The folder '${printable(folder)}' cannot be made (${code}). Name another --scenarios.`,
    )
  }
  for (const finding of open)
    writeWhole(join(folder, scenarioFileName(finding)), finding.scenario, 'scenario')
}
