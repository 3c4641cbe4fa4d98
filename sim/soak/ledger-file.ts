import * as v from 'valibot'
import { printable } from '../../src/report/printable.ts'
import { readKept, writeKept } from '../files/kept-file.ts'
import { LEDGER, type Ledger } from './ledger.ts'
import { LedgerFileError } from './ledger-file-error.ts'

/** Years of soaks. What is larger is something else. */
export const LEDGER_BYTES_MAX = 256 * 1024 * 1024

/** The ledger in a file; undefined where there is no such file. Throws LedgerFileError where it is none, or cannot be read. */
export function readLedger(fileName: string): Ledger | undefined {
  const kept = readKept(fileName, LEDGER_BYTES_MAX)
  if (kept.kind === 'none') return undefined
  if (kept.kind === 'text') return parseLedger(kept.text, fileName)
  throw troubleWith(fileName, kept.why)
}

/** The ledger that a text is; `fileName` is for messages. Throws LedgerFileError where it is none. */
export function parseLedger(text: string, fileName: string): Ledger {
  const parsed = v.safeParse(LEDGER, jsonOf(text))
  if (parsed.success) return parsed.output
  const [issue] = parsed.issues
  const where = v.getDotPath(issue) ?? 'the whole'
  throw troubleWith(
    fileName,
    `is not what harep-sim soak writes: ${printable(where)}: ${printable(issue.message).slice(0, 300)}. Name another file, or move this one away.`,
  )
}

/** Puts the ledger into its file, which is whole whenever it is looked at. Throws LedgerFileError. */
export function writeLedger(fileName: string, ledger: Ledger): void {
  writeWhole(fileName, `${JSON.stringify(ledger, undefined, 1)}\n`, 'ledger')
}

/** Writes a file so that it is whole whenever it is looked at. Throws LedgerFileError. */
export function writeWhole(fileName: string, text: string, what: string): void {
  const why = writeKept(fileName, text)
  if (why !== undefined) throw troubleWith(fileName, why, what)
}

function troubleWith(fileName: string, why: string, what = 'ledger'): LedgerFileError {
  return new LedgerFileError(`The ${what} '${printable(fileName)}' ${printable(why)}`)
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
