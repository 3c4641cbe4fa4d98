import { LuxiConnectError } from '../luxi/luxi-error.ts'
import { eventText, type FormatTime } from '../report/event-text.ts'
import { healingEventText } from '../report/healing-event-text.ts'
import { printable } from '../report/printable.ts'
import type { RunEvent } from '../run/run-event.ts'
import { runHarep } from '../run/run-harep.ts'
import type { CommandLine } from './command-line.ts'
import { drive } from './drive.ts'
import { takeRunLock } from './run-lock.ts'
import type { Writer } from './writer.ts'

/** What a run needs besides its options. */
export interface RunSurroundings {
  readonly writer: Writer
  readonly version: string
  readonly formatTime: FormatTime
}

type RunLine = CommandLine & { readonly kind: 'run' }

/**
 * Drives one run against the real world, and prints its events. Where another run is at work on the same cluster it does
 * nothing but say so, since both would submit each repair; a dry run disturbs nobody. Throws HarepError.
 */
export async function runCommand(line: RunLine, surroundings: RunSurroundings): Promise<0 | 1> {
  if (line.dryRun) return await run(line, surroundings)
  const { writer } = surroundings
  const lock = takeRunLock(line.socketPath)
  if (lock.kind === 'busy') {
    writer.out(
      `Another run of harep is at work here (lock ${printable(lock.path)}), so this one does nothing.\n`,
    )
    return 0
  }
  // The original has no lock to miss.
  if (lock.kind === 'unavailable' && !line.classic)
    writer.err(
      `Warning: other runs are not kept from repairing the same at the same time: ${printable(lock.why)}\n`,
    )
  try {
    return await run(line, surroundings)
  } finally {
    if (lock.kind === 'held') lock.release()
  }
}

async function run(
  { kind: _, socketPath, ...options }: RunLine,
  { writer, version, formatTime }: RunSurroundings,
): Promise<0 | 1> {
  // The original gives up on a message that is no UTF-8; else one job's comment with an umlaut would stop all healing.
  const luxi = { strictText: options.classic }
  const report = (event: RunEvent) => {
    const { to, text } = options.classic
      ? eventText(event, formatTime)
      : healingEventText(event, { dryRun: options.dryRun, formatTime })
    writer[to](text)
  }
  try {
    return await drive(runHarep({ ...options, version }), { socketPath, luxi, report })
  } catch (error) {
    throw options.classic && error instanceof LuxiConnectError ? error.withOriginalWords() : error
  }
}
