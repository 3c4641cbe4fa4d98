/** Exit codes as the original's: 1 the run could not be done or not wholly, 2 the command line is wrong. */
export type ExitCode = 1 | 2

/**
 * The root of every error that harep ends with on purpose. Each subclass has a stable `code`, an exit code and a section
 * in docs/errors.md; a property test shows that nothing else escapes a run. The message names what failed, where, and
 * what to do; it may hold text from outside and is escaped when it is printed (src/report/printable.ts).
 */
export abstract class HarepError extends Error {
  abstract readonly code: string
  readonly exitCode: ExitCode = 1

  /** Puts in front of the message what was being done, and returns the error itself, which keeps its class and code. */
  during(what: string): this {
    this.message = `${what}: ${this.message}`
    return this
  }

  override get name(): string {
    return this.code
  }
}
