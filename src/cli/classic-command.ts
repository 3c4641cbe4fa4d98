import { LuxiConnectError } from '../luxi/luxi-error.ts'
import { isHealingEvent } from '../report/event-kinds.ts'
import { eventText } from '../report/event-text.ts'
import { runHarep } from '../run/run-harep.ts'
import type { ClassicLine } from './command-lines.ts'
import { drive } from './drive.ts'
import { runOptionsOf } from './run-options-of.ts'
import type { RunSurroundings } from './run-surroundings.ts'
import { busyText, withRunLock } from './with-run-lock.ts'

/**
 * Drives one run that does as the original does, and prints its events. The original has no lock; where another run is at
 * work on the same cluster this one does nothing but say so, since both would submit each repair. Throws HarepError.
 */
export async function classicCommand(line: ClassicLine, surroundings: RunSurroundings): Promise<0 | 1> {
  if (line.dryRun) return await run(line, surroundings)
  // The original has no lock to miss, so nothing is said where there can be none.
  const lock = await withRunLock(
    line.socketPath,
    () => run(line, surroundings),
    () => {},
  )
  if (lock.kind === 'done') return lock.value
  surroundings.writer.out(`${busyText(lock)}\n`)
  return 0
}

async function run(line: ClassicLine, { writer, version, formatTime }: RunSurroundings): Promise<0 | 1> {
  try {
    return await drive(runHarep(runOptionsOf(line, version)), {
      socketPath: line.socketPath,
      // The original gives up on a message that is no UTF-8.
      luxi: { strictText: true },
      report: event => {
        if (isHealingEvent(event)) throw new TypeError(`a classic run told of ${event.kind}`)
        const { to, text } = eventText(event, formatTime)
        writer[to](text)
      },
    })
  } catch (error) {
    throw error instanceof LuxiConnectError ? error.withOriginalWords() : error
  }
}
