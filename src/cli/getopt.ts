import { printable } from '../report/printable.ts'
import type { OptionEntry } from './option-entry.ts'
import { optionRows } from './option-rows.ts'

/**
 * Ganeti's tools read their command lines with Haskell's GetOpt, and scripts rely on what it allows: options and other
 * words in any order, long options cut short as far as they stay unique, letters in one cluster (`-Vh`), an optional
 * argument only attached, every problem told and not just the first. commander knows none of these exactly so. This file
 * reads the words in GetOpt's way and writes them out again in the one form about which all agree (`--name`,
 * `--name=value`); commander then only has to give the values their types. The rules, each seen with the real harep:
 * - an exact name is that option, even where it begins others (`--help`, `--help-completion`);
 * - a required argument is the next word, whatever it looks like (`--reason --` takes the `--`);
 * - in a cluster, letters are taken one by one; an argument takes all that is left of the word (`-L=` is the path `=`);
 *   where a dash is left over, what follows is read again as a word of its own (`-V-h` is `-V --h`);
 * - problems of known options come first, in order, then the unrecognised ones.
 * One rule is ours: an abbreviation that fits an option of the original never means, nor is made ambiguous by, one that
 * we added.
 */
export interface Getopt {
  /** The options as commander is to see them. */
  readonly options: readonly string[]
  /** The words that are neither options nor arguments of options. */
  readonly strays: readonly string[]
  /** The lines of a usage error; if there are any, the rest is of no use. */
  readonly problems: readonly string[]
}

interface Reading {
  readonly argv: readonly string[]
  readonly table: readonly OptionEntry[]
  /** The index in argv of the first word not yet read. */
  next: number
  readonly options: string[]
  readonly strays: string[]
  readonly problems: string[]
  readonly unrecognised: string[]
}

/** The options that a long name, maybe cut short, can mean. */
function candidates(table: readonly OptionEntry[], name: string): readonly OptionEntry[] {
  const exact = table.filter(entry => entry.name === name)
  const begun = table.filter(entry => entry.name.startsWith(name))
  const original = begun.filter(entry => entry.original)
  return exact.length > 0 ? exact : original.length > 0 ? original : begun
}

/** Notes an option once it is clear which it is; `typed` is how it was spelled, `attached` what was attached to it. */
function take(reading: Reading, entry: OptionEntry, typed: string, attached: string | undefined): void {
  const { argument, name } = entry
  if (argument.kind === 'none' && attached !== undefined) {
    reading.problems.push(`option \`${printable(typed)}' doesn't allow an argument`)
    return
  }
  let value = attached
  if (argument.kind === 'required' && value === undefined) {
    value = reading.argv[reading.next]
    reading.next += 1
    if (value === undefined) {
      reading.problems.push(`option \`${printable(typed)}' requires an argument ${argument.placeholder}`)
      return
    }
  }
  reading.options.push(value === undefined ? `--${name}` : `--${name}=${value}`)
}

function readLong(reading: Reading, word: string): void {
  const equals = word.indexOf('=')
  const name = equals < 0 ? word.slice(2) : word.slice(2, equals)
  const [entry, ...others] = candidates(reading.table, name)
  if (entry === undefined) {
    reading.unrecognised.push(`unrecognized option \`${printable(word)}'`)
  } else if (others.length > 0) {
    const rows = optionRows([entry, ...others])
    reading.problems.push(`option \`--${printable(name)}' is ambiguous; could be one of:\n${rows.join('\n')}`)
  } else {
    take(reading, entry, `--${name}`, equals < 0 ? undefined : word.slice(equals + 1))
  }
}

/** Reads a word of one dash and letters; returns the word that is still to be read, if a dash was left over. */
function readCluster(reading: Reading, word: string): string | undefined {
  let position = 1
  while (position < word.length) {
    const letter = String.fromCodePoint(word.codePointAt(position) ?? 0)
    if (letter === '-' && position > 1) {
      return `-${word.slice(position)}`
    }
    position += letter.length
    const entry = reading.table.find(candidate => candidate.letter === letter)
    if (entry === undefined) {
      reading.unrecognised.push(`unrecognized option \`-${printable(letter)}'`)
    } else if (entry.argument.kind === 'none') {
      take(reading, entry, `-${letter}`, undefined)
    } else {
      take(reading, entry, `-${letter}`, position < word.length ? word.slice(position) : undefined)
      return undefined
    }
  }
  return undefined
}

/** Reads one word; returns what is to be read as a word again, if anything. */
function readWord(reading: Reading, word: string): string | undefined {
  if (word === '--') {
    while (reading.next < reading.argv.length) {
      reading.strays.push(reading.argv[reading.next] ?? '')
      reading.next += 1
    }
    return undefined
  }
  if (word.startsWith('--')) {
    readLong(reading, word)
    return undefined
  }
  if (word.startsWith('-') && word !== '-') {
    return readCluster(reading, word)
  }
  reading.strays.push(word)
  return undefined
}

/** Reads the words after the program's name. Throws nothing: problems are told in the result. */
export function getopt(argv: readonly string[], table: readonly OptionEntry[]): Getopt {
  const reading: Reading = { argv, table, next: 0, options: [], strays: [], problems: [], unrecognised: [] }
  while (reading.next < argv.length) {
    let word = argv[reading.next]
    reading.next += 1
    while (word !== undefined) {
      word = readWord(reading, word)
    }
  }
  const { options, strays, problems, unrecognised } = reading
  return { options, strays, problems: [...problems, ...unrecognised] }
}
