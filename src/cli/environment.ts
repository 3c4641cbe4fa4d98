import { printable } from '../report/printable.ts'
import { BadArgumentError } from './usage-error.ts'

/** The environment variables that the command line depends on; undefined where one is not set. */
export interface Environment {
  /** Ganeti's own variable for a whole tree under another root, as test clusters have it. */
  readonly GANETI_ROOTDIR: string | undefined
  /** What this machine is called in a test cluster of several nodes on one machine (Ganeti lib/vcluster.py). */
  readonly GANETI_HOSTNAME?: string | undefined
  /** Ganeti's htools are one binary; this variable picks the tool, whatever the program is called. */
  readonly HTOOLS: string | undefined
}

/**
 * Where luxid listens for queries. The root is put in front as it is, relative or with a slash at its end: the path is
 * the original's to the letter (seen with the real harep --help), and means the same file.
 */
export function defaultSocketPath(environment: Environment): string {
  return `${environment.GANETI_ROOTDIR ?? ''}/var/run/ganeti/socket/ganeti-query`
}

/**
 * Throws a BadArgumentError where HTOOLS asks for another tool than harep: a script that sets it to hbal must not start
 * repairs. As with the original, case does not matter, an empty value names no tool, and nothing else is looked at first.
 */
export function checkPersonality({ HTOOLS }: Environment): void {
  if (HTOOLS !== undefined && HTOOLS.toLowerCase() !== 'harep') {
    throw new BadArgumentError(
      `Unrecognised personality '${printable(HTOOLS)}'.\n` +
        'The environment variable HTOOLS asks for that tool, and this program is harep only: unset HTOOLS, or set it to harep.',
    )
  }
}
