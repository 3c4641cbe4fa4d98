import { Command, CommanderError, Option } from 'commander'
import { exhaustive } from '../cluster/exhaustive.ts'
import { printable } from '../report/printable.ts'
import type { CommandLine } from './command-lines.ts'
import { lineOf } from './command-of.ts'
import { checkPersonality, defaultSocketPath, type Environment } from './environment.ts'
import { getopt } from './getopt.ts'
import type { OptionEntry } from './option-entry.ts'
import { OPTION_READERS, type OptionValues } from './option-readers.ts'
import { OPTION_TABLE } from './option-table.ts'
import { UsageError } from './usage-error.ts'

function optionOf({ letter, name, argument, description }: OptionEntry): Option {
  const flags = letter === undefined ? `--${name}` : `-${letter}, --${name}`
  switch (argument.kind) {
    case 'none':
      return new Option(flags, description)
    case 'optional':
      return new Option(`${flags} [${argument.placeholder}]`, description)
    case 'required':
      return new Option(`${flags} <${argument.placeholder}>`, description)
    default:
      return exhaustive(argument)
  }
}

/** The options for commander, which is kept from writing and exiting by itself: --help and --version are plain flags. */
function commandOf(defaultSocket: string): Command {
  const command = new Command('harep').helpOption(false).exitOverride()
  command.configureOutput({ writeOut: () => {}, writeErr: () => {} })
  for (const entry of OPTION_TABLE) {
    const option = optionOf(entry)
    const reader = OPTION_READERS.get(entry.name)
    if (reader) option.argParser(reader)
    if (entry.name === 'luxi') option.default(defaultSocket).preset(defaultSocket)
    // commander gives a preset that is a text to the reader, as if it stood on the command line.
    if (entry.name === 'wait') option.preset('3600')
    command.addOption(option)
  }
  return command
}

/**
 * Reads the words after the program's name. Pure. Where several things are wrong or asked for, the original's order
 * decides (harep-observed.md section 10): HTOOLS, unreadable options, bad values (even one that a later one
 * replaces), --help, --version, --help-completion, stray words. Throws UsageError and BadArgumentError.
 */
export function parseCommandLine(argv: readonly string[], environment: Environment): CommandLine {
  checkPersonality(environment)
  const words = getopt(argv, OPTION_TABLE)
  if (words.problems.length > 0) {
    throw new UsageError(words.problems)
  }
  const command = commandOf(defaultSocketPath(environment))
  try {
    command.parse(words.options, { from: 'user' })
  } catch (error) {
    // getopt leaves nothing for commander to refuse; should the two ever disagree, it is still a usage error.
    throw error instanceof CommanderError ? new UsageError([printable(error.message)]) : error
  }
  const values = command.opts<OptionValues>()
  if (values.help) {
    return { kind: 'help' }
  }
  if (values.version) {
    return { kind: 'version' }
  }
  if (values.helpCompletion) {
    return { kind: 'help-completion' }
  }
  const given = OPTION_TABLE.filter(({ name }) =>
    words.options.some(word => word === `--${name}` || word.startsWith(`--${name}=`)),
  )
  return lineOf({ values, given, strays: words.strays })
}
