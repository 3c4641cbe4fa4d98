import { type ExitCode, HarepError } from '../../src/cluster/harep-error.ts'

/** A ledger or a page of soaks that cannot be read or written; the message says which, why and what to do. */
export class LedgerFileError extends HarepError {
  readonly code = 'LEDGER_FILE'
  override readonly exitCode: ExitCode = 2
}
