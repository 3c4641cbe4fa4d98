import { type ExitCode, HarepError } from '../../src/cluster/harep-error.ts'

/** A source that no cluster can be made of. The message says which source, where in it, what is wrong and what to do. */
export class ImportError extends HarepError {
  readonly code = 'CLUSTER_IMPORT'
  override readonly exitCode: ExitCode = 2
}
