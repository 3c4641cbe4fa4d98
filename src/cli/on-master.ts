import { HarepError } from '../cluster/harep-error.ts'
import { LuxiConnectError } from '../luxi/luxi-error.ts'
import { errorJson } from '../report/error-json.ts'
import { jsonOutput } from '../report/json-output.ts'
import { printable } from '../report/printable.ts'
import type { Common } from './command-lines.ts'
import { type Mastership, readMastership } from './mastership.ts'
import type { RunSurroundings } from './run-surroundings.ts'

/** A command that only the master can answer was given on another machine. */
class NotMasterError extends HarepError {
  readonly code = 'NOT_MASTER'

  constructor(master: string) {
    super(`this machine is not the master: ask ${printable(master)}`)
  }
}

/**
 * Does a command that only the master can answer, unless a socket was named. Throws what it throws, and a NotMasterError on a
 * machine that has a master elsewhere; with --output=json the error is printed as JSON before.
 */
export async function onMaster<T>(
  line: Common,
  { environment, writer }: RunSurroundings,
  work: () => Promise<T>,
): Promise<T> {
  try {
    const mastership: Mastership = line.isSocketGiven ? { kind: 'unknown' } : readMastership(environment)
    if (mastership.kind === 'other') throw new NotMasterError(mastership.master)
    return await explainingConnects(mastership, work)
  } catch (error) {
    if (line.output === 'json' && error instanceof HarepError) writer.out(jsonOutput(errorJson(error)))
    throw error
  }
}

/** A missing luxid is odd on the very machine that should have it, and the error says so. */
export async function explainingConnects<T>({ kind }: Mastership, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof LuxiConnectError && kind === 'master')
      error.during('this machine is the master of its cluster, and yet luxid cannot be reached')
    throw error
  }
}
