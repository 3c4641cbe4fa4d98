import { printable } from '../report/printable.ts'
import { optionRows } from './option-rows.ts'
import { OPTION_TABLE } from './option-table.ts'
import { versionLine } from './version-text.ts'

/** The text of --help, which a usage error ends with too. */
export function helpText(version: string, defaultSocket: string): string {
  const lines = [
    versionLine(version),
    'Usage: harep [OPTION...]',
    ...optionRows(OPTION_TABLE),
    `The default SOCKET is ${printable(defaultSocket)}`,
  ]
  return `${lines.join('\n')}\n`
}
