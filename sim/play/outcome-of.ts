import { HarepError } from '../../src/cluster/harep-error.ts'
import type { HarepRun } from './harep-run.ts'

/** How a run ended, in a word: its exit code, `killed`, or for an error what `ofError` says; undefined is one that is not documented. */
export function outcomeOf(
  { process: { outcome } }: HarepRun,
  ofError: (documented: HarepError | undefined, error: unknown) => string,
): string {
  switch (outcome?.kind) {
    case undefined:
      return 'not ended'
    case 'killed':
      return 'killed'
    case 'returned':
      return String(outcome.value)
    case 'threw':
      return ofError(outcome.error instanceof HarepError ? outcome.error : undefined, outcome.error)
  }
}
