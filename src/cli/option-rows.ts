import { exhaustive } from '../cluster/exhaustive.ts'
import type { OptionEntry } from './option-entry.ts'

function shortForm({ letter, argument }: OptionEntry): string {
  if (letter === undefined) {
    return ''
  }
  switch (argument.kind) {
    case 'none':
      return `-${letter}`
    case 'optional':
      return `-${letter}[${argument.placeholder}]`
    case 'required':
      return `-${letter} ${argument.placeholder}`
    default:
      return exhaustive(argument)
  }
}

function longForm({ name, argument }: OptionEntry): string {
  switch (argument.kind) {
    case 'none':
      return `--${name}`
    case 'optional':
      return `--${name}[=${argument.placeholder}]`
    case 'required':
      return `--${name}=${argument.placeholder}`
    default:
      return exhaustive(argument)
  }
}

/** The options in three columns (short, long, description) as wide as their widest entry; one line an option. */
export function optionRows(entries: readonly OptionEntry[]): readonly string[] {
  const cells = entries.map(entry => ({
    short: shortForm(entry),
    long: longForm(entry),
    text: entry.description,
  }))
  const shortWidth = Math.max(0, ...cells.map(cell => cell.short.length))
  const longWidth = Math.max(0, ...cells.map(cell => cell.long.length))
  return cells.map(cell => `  ${cell.short.padEnd(shortWidth)}  ${cell.long.padEnd(longWidth)}  ${cell.text}`)
}
