import type { Run } from '../run/effects.ts'
import { drive } from './drive.ts'

/** Drives a run that tells all it has to tell in what it returns. Throws what it throws. */
export async function driveQuiet<T>(run: Run<T>, socketPath: string): Promise<T> {
  return await drive(run, {
    socketPath,
    luxi: { strictText: false },
    report: event => {
      throw new TypeError(`a run that has nothing to tell told of ${event.kind}`)
    },
  })
}
