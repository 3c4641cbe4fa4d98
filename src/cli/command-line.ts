import { Command, CommanderError, Option } from 'commander'
import { exhaustive } from '../cluster/exhaustive.ts'
import { printable } from '../report/printable.ts'
import { checkPersonality, defaultSocketPath, type Environment } from './environment.ts'
import { getopt } from './getopt.ts'
import { readHaskellDouble } from './haskell-double.ts'
import { OPTION_TABLE, type OptionEntry } from './option-table.ts'
import { BadArgumentError, UsageError } from './usage-error.ts'

/** What the command line asks for. */
export type CommandLine =
  | {
      readonly kind: 'run'
      /** As it was given: any text, maybe empty, relative or too long for a socket. */
      readonly socketPath: string
      /** Finite, NaN or -Infinity: a delay that is not above 0 (NaN too) means none. */
      readonly jobDelaySeconds: number
      /** undefined where none was given; an empty one is a reason like others. */
      readonly reason: string | undefined
      readonly dryRun: boolean
      readonly classic: boolean
    }
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | { readonly kind: 'help-completion' }

const JOB_DELAY_DEFAULT_SECONDS = 10

/** The types that the options of OPTION_TABLE have once commander has read them. */
interface OptionValues {
  readonly luxi: string
  readonly jobDelay: number
  readonly reason?: string
  readonly dryRun?: boolean
  readonly version?: boolean
  readonly help?: boolean
  readonly helpCompletion?: boolean
  readonly classic?: boolean
}

function readJobDelay(text: string): number {
  const reading = readHaskellDouble(text)
  switch (reading.kind) {
    case 'value':
      // JSON has no word for it, and the original's 309 digits would be a pause without end.
      if (reading.value === Infinity) throw badJobDelay(`'${printable(text)}' is a pause without end`)
      return reading.value
    case 'unparsable':
      throw badJobDelay(`cannot parse string '${printable(text)}'`)
    case 'leftover':
      throw badJobDelay(`leftover characters when parsing '${printable(text)}': '${printable(reading.rest)}'`)
    default:
      return exhaustive(reading)
  }
}

function badJobDelay(problem: string): BadArgumentError {
  return new BadArgumentError(`Error while parsing command line arguments:\njob delay: ${problem}`)
}

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
    if (entry.name === 'luxi') {
      option.default(defaultSocket).preset(defaultSocket)
    } else if (entry.name === 'job-delay') {
      option.default(JOB_DELAY_DEFAULT_SECONDS).argParser(readJobDelay)
    }
    command.addOption(option)
  }
  return command
}

/**
 * Reads the words after the program's name. Pure. Where several things are wrong or asked for, the original's order
 * decides (harep-observed.md section 10): HTOOLS, unreadable options, a bad --job-delay (even one that a later one
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
  if (words.strays.length > 0) {
    throw new BadArgumentError("Error: this program doesn't take any arguments.")
  }
  return {
    kind: 'run',
    socketPath: values.luxi,
    jobDelaySeconds: values.jobDelay,
    reason: values.reason,
    dryRun: values.dryRun === true,
    classic: values.classic === true,
  }
}
