import { readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import * as v from 'valibot'
import { printable } from '../../src/report/printable.ts'

import { LEDGER, type Ledger } from './ledger.ts'
import { LedgerFileError } from './ledger-file-error.ts'

/** Years of soaks. What is larger is something else. */
const FILE_BYTES_MAX = 256 * 1024 * 1024

/** The ledger in a file; undefined where there is no such file. Throws LedgerFileError where it is none, or cannot be read. */
export function readLedger(fileName: string): Ledger | undefined {
  const fail = (why: string) => new LedgerFileError(`The ledger '${printable(fileName)}' ${why}`)
  let text: string
  try {
    if (statSync(fileName).size > FILE_BYTES_MAX)
      throw fail(`has more than ${FILE_BYTES_MAX} bytes, which are not read. Is it the right file?`)
    text = readFileSync(fileName, 'utf8')
  } catch (error) {
    if (error instanceof LedgerFileError) throw error
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    if (code === 'ENOENT') return undefined
    throw fail(`cannot be read (${code}). Name another file.`)
  }
  const parsed = v.safeParse(LEDGER, jsonOf(text))
  if (parsed.success) return parsed.output
  const [issue] = parsed.issues
  const where = v.getDotPath(issue) ?? 'the whole'
  throw fail(
    `is not what harep-sim soak writes: ${printable(where)}: ${printable(issue.message).slice(0, 300)}. Name another file, or move this one away.`,
  )
}

/** Writes the ledger beside the file and puts it in its place, so that the file is whole whenever it is looked at. Throws LedgerFileError. */
export function writeLedger(fileName: string, ledger: Ledger): void {
  writeWhole(fileName, `${JSON.stringify(ledger, undefined, 1)}\n`, 'ledger')
}

/** Writes a file so that it is whole whenever it is looked at. Throws LedgerFileError. */
export function writeWhole(fileName: string, text: string, what: string): void {
  try {
    const partial = `${fileName}.${process.pid}.tmp`
    writeFileSync(partial, text)
    renameSync(partial, fileName)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    throw new LedgerFileError(
      `The ${what} '${printable(fileName)}' cannot be written (${code}). Name another file.`,
    )
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
