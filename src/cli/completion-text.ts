import { OPTION_TABLE } from './option-table.ts'

/**
 * The text of --help-completion: one option a line, its spellings joined by a comma, then the kind of its argument.
 * Ganeti's build makes its completion script from that, so the lines of the original's options are the original's.
 */
export function completionText(): string {
  return OPTION_TABLE.map(({ letter, name, completion }) => {
    const spellings = letter === undefined ? `--${name}` : `-${letter},--${name}`
    return `${spellings} ${completion}\n`
  }).join('')
}
