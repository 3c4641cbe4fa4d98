import { printable } from '../report/printable.ts'

/** All that the command prints goes through here, so that tests can run it in process and read what it printed. */
export interface Writer {
  /** Writes to standard output; what a pipe does not take at once follows while the process ends. */
  readonly out: (text: string) => void
  /** Writes to standard error. */
  readonly err: (text: string) => void
}

/** The part of a stream that a writer needs. */
export interface OutputStream {
  write(text: string): unknown
  on(event: 'error', listener: (error: Error) => void): unknown
}

function isClosedPipe(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EPIPE'
}

/**
 * Writes to two streams. A reader that has left (`harep | head -1`) is no error: the rest is dropped, the run goes on and
 * the exit code is the run's. Any other failure to write standard output (a full disk) is told to `lost`, once. Failures of
 * standard error are dropped: there is nowhere left to tell them.
 */
export function streamWriter(
  stdout: OutputStream,
  stderr: OutputStream,
  lost: (error: unknown) => void,
): Writer {
  let broken = false
  const failed = (error: unknown): void => {
    if (!broken) {
      broken = true
      if (!isClosedPipe(error)) {
        lost(error)
      }
    }
  }
  // Streams report a failure by an event, some by throwing; without a listener the event would end the process.
  stdout.on('error', failed)
  stderr.on('error', () => {})
  return {
    out: text => {
      if (broken) {
        return
      }
      try {
        stdout.write(text)
      } catch (error) {
        failed(error)
      }
    },
    err: text => {
      try {
        stderr.write(text)
      } catch {}
    },
  }
}

/**
 * The writer of production. The process must end by itself with process.exitCode set: process.exit() would cut off what a
 * pipe has not taken yet. If output was lost, a run that was good otherwise ends with 1.
 */
export function processWriter(): Writer {
  const writer = streamWriter(process.stdout, process.stderr, error => {
    const text = error instanceof Error ? error.message : String(error)
    writer.err(`Error: cannot write to standard output: ${printable(text)}\n`)
    // Not before the end: the failure may be known before the run has set its own exit code, or after.
    process.once('exit', () => {
      process.exitCode ||= 1
    })
  })
  return writer
}
