import { HarepError } from '../cluster/harep-error.ts'
import { clearJson, clearTexts } from '../report/clear-text.ts'
import { jsonOutput } from '../report/json-output.ts'
import { printable } from '../report/printable.ts'
import { clearRun } from '../run/commands/clear-run.ts'
import type { ClearLine } from './command-lines.ts'
import { driveQuiet } from './drive-quiet.ts'
import { onMaster } from './on-master.ts'
import type { RunSurroundings } from './run-surroundings.ts'
import { withRunLock } from './with-run-lock.ts'

/** The lock is held by a run; unlike a run, a human asked for this, and must know that it was not done. */
class LockedError extends HarepError {
  readonly code = 'LOCKED'

  constructor(path: string) {
    super(`a run of harep is at work (lock ${printable(path)}): try again when it is over`)
  }
}

/** Removes the record of failed repairs, while no run is at work. Returns 1 where some was not removed. Throws HarepError. */
export async function clearCommand(line: ClearLine, surroundings: RunSurroundings): Promise<0 | 1> {
  return await onMaster(line, surroundings, () => remove(line, surroundings))
}

async function remove(line: ClearLine, surroundings: RunSurroundings): Promise<0 | 1> {
  const { writer, version } = surroundings
  const { instances: names, all, reason, dryRun } = line
  const work = () => driveQuiet(clearRun({ names, all, reason, dryRun, version }), line.socketPath)
  const warn = (sentence: string) => writer.err(`Warning: ${printable(sentence)}\n`)
  const lock = dryRun
    ? ({ kind: 'done', value: await work() } as const)
    : await withRunLock(line.socketPath, work, warn)
  if (lock.kind === 'busy') throw new LockedError(lock.path)
  const cleared = lock.value
  const exitCode = cleared.some(({ problem }) => problem !== undefined) ? 1 : 0
  const texts = clearTexts(cleared, dryRun)
  const isJson = line.output === 'json'
  for (const { to, text } of texts) if (to === 'err' || !isJson) writer[to](text)
  if (isJson) writer.out(jsonOutput(clearJson(cleared, dryRun, exitCode)))
  return exitCode
}
