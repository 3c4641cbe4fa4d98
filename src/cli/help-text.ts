import { printable } from '../report/printable.ts'
import type { CommandName } from './option-entry.ts'
import { optionRows } from './option-rows.ts'
import { OPTION_TABLE } from './option-table.ts'
import { versionLine } from './version-text.ts'

const COMMAND_TEXTS: Readonly<Record<CommandName, string>> = {
  run: 'repair what is broken and may be repaired (also without a command)',
  status: 'list the instances that are not healthy, each with its state and why',
  explain: 'INSTANCE: all that is known of it, what decided, and what a run would do next',
  clear: 'INSTANCE...: remove the record of failed repairs; what is due by then is tried again',
}

/** The text of --help, which a usage error ends with too. */
export function helpText(version: string, defaultSocket: string): string {
  const lines = [
    versionLine(version),
    'Usage: harep [OPTION...]',
    ...optionRows(OPTION_TABLE),
    'Commands: harep [OPTION...] COMMAND',
    ...Object.entries(COMMAND_TEXTS).map(([name, text]) => `  ${name.padEnd(7)}  ${text}`),
    `The default SOCKET is ${printable(defaultSocket)}`,
  ]
  return `${lines.join('\n')}\n`
}
