import { HarepError } from '../cluster/harep-error.ts'
import { printable } from '../report/printable.ts'
import type { SocketChoice } from './command-lines.ts'
import { readMastership } from './mastership.ts'
import type { RunSurroundings } from './run-surroundings.ts'

/** A command that only the master can answer was given on another machine. */
class NotMasterError extends HarepError {
  readonly code = 'NOT_MASTER'

  constructor(master: string) {
    super(`this machine is not the master: ask ${printable(master)}`)
  }
}

/** Throws a NotMasterError on a machine that has a master elsewhere, unless a socket was named. */
export function checkIsMaster({ isSocketGiven }: SocketChoice, { environment }: RunSurroundings): void {
  if (isSocketGiven) return
  const mastership = readMastership(environment)
  if (mastership.kind === 'other') throw new NotMasterError(mastership.master)
}
