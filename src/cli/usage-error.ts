import { type ExitCode, HarepError } from '../cluster/harep-error.ts'

/**
 * A command line that harep does not run with. The message is all that stands on stderr (but for the usage text), in
 * the original's form, and what it quotes is already printable.
 */
export abstract class CommandLineError extends HarepError {}

/** The options cannot be made out: one is unknown, ambiguous, lacks its argument or has one too many. */
export class UsageError extends CommandLineError {
  readonly code = 'USAGE'
  override readonly exitCode: ExitCode = 2

  /** Each problem is one or more lines without a newline at the end. */
  constructor(problems: readonly string[]) {
    super(`Command line error: ${problems.join('\n')}`)
  }
}

/** The options are clear, but a value is not one we can use, or there is something that is no option. */
export class BadArgumentError extends CommandLineError {
  readonly code = 'BAD_ARGUMENT'
}

/** What to print on stderr for such an error; `usage` is the help text, which only a UsageError needs. */
export function commandLineErrorText(error: CommandLineError, usage: string): string {
  return error instanceof UsageError ? `${error.message}\n\n${usage}` : `${error.message}\n`
}
