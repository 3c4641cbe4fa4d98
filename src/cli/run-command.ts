import { eventText, type FormatTime } from '../report/event-text.ts'
import { runHarep } from '../run/run-harep.ts'
import type { CommandLine } from './command-line.ts'
import { drive } from './drive.ts'
import type { Writer } from './writer.ts'

/** What a run needs besides its options. */
export interface RunSurroundings {
  readonly writer: Writer
  readonly version: string
  readonly formatTime: FormatTime
}

/** Drives one run against the real world, and prints its events. Throws HarepError. */
export async function runCommand(
  { kind: _, socketPath, ...options }: CommandLine & { readonly kind: 'run' },
  { writer, version, formatTime }: RunSurroundings,
): Promise<0 | 1> {
  // The original gives up on a message with U+FFFD; else one job's comment with it would stop all healing.
  const luxi = { refuseReplacement: options.classic }
  return await drive(runHarep({ ...options, version }), {
    socketPath,
    luxi,
    report: event => {
      const { to, text } = eventText(event, formatTime)
      writer[to](text)
    },
  })
}
