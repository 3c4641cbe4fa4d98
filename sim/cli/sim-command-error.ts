import { type ExitCode, HarepError } from '../../src/cluster/harep-error.ts'

/** A command of harep-sim that cannot be carried out as it was asked for; the message says why, and what to do. */
export class SimCommandError extends HarepError {
  readonly code = 'SIM_COMMAND'
  override readonly exitCode: ExitCode = 2
}
