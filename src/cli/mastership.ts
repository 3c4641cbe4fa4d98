import type { Environment } from './environment.ts'
import { readSmallFile, systemNames } from './ports.ts'

/** Whether this machine is the master of its cluster. */
export type Mastership =
  | { readonly kind: 'master' }
  | { readonly kind: 'other'; readonly master: string }
  /** Ganeti's file is not there, or says nothing: a test cluster, or a machine from which luxid is reached otherwise. */
  | { readonly kind: 'unknown' }

/**
 * Compares Ganeti's own note of who is master (lib/ssconf.py) with this machine's name, as ganeti-watcher does. The same cron
 * line can so stand on every node. A short name is taken for the long one: a wrong "not the master" would stop all healing.
 */
export function readMastership({ GANETI_ROOTDIR = '', GANETI_HOSTNAME = '' }: Environment): Mastership {
  const master = readSmallFile(`${GANETI_ROOTDIR}/var/lib/ganeti/ssconf_master_node`)?.trim()
  if (master === undefined || master === '') return { kind: 'unknown' }
  const names = GANETI_HOSTNAME === '' ? systemNames() : [GANETI_HOSTNAME]
  for (const name of names) if (isSameMachine(name, master)) return { kind: 'master' }
  return { kind: 'other', master }
}

/** Whether two names are one machine's: alike but for case, or alike up to the domain that one of them lacks. */
export function isSameMachine(a: string, b: string): boolean {
  const [first, second] = [a.toLowerCase(), b.toLowerCase()]
  const isShort = !(first.includes('.') && second.includes('.'))
  return first === second || (isShort && first.split('.')[0] === second.split('.')[0])
}
