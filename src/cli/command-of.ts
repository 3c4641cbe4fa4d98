import type { Limits } from '../planner/healing/plan-input.ts'
import { printable } from '../report/printable.ts'
import type { Verbosity } from '../report/run-report.ts'
import { DEFAULT_STATUS_FIELDS, type StatusField } from '../report/status-fields.ts'
import type { Selection } from '../run/healing/healing-options.ts'
import { COMMANDS, type CommandName, type OptionEntry } from './option-entry.ts'
import type { OptionValues } from './option-readers.ts'
import type { OutputFormat } from './option-values.ts'
import { BadArgumentError, UsageError } from './usage-error.ts'

/** Where luxid is. */
export interface SocketChoice {
  /** As it was given: any text, maybe empty, relative or too long for a socket. */
  readonly socketPath: string
  /** Whether -L was given: then it is for the user to know that there is a luxid. */
  readonly isSocketGiven: boolean
}

interface Common extends SocketChoice {
  readonly output: OutputFormat
}

/** What the command line asks for. */
export type CommandLine = ClassicLine | RunLine | StatusLine | ExplainLine | ClearLine | InformationLine

export interface ClassicLine extends SocketChoice {
  readonly kind: 'classic'
  /** Finite, NaN or -Infinity: a delay that is not above 0 (NaN too) means none. */
  readonly jobDelaySeconds: number
  /** undefined where none was given; an empty one is a reason like others. */
  readonly reason: string | undefined
  readonly dryRun: boolean
}

export interface RunLine extends Common {
  readonly kind: 'run'
  readonly limits: Limits
  readonly selection: Selection
  /** As in ClassicLine; undefined where none was given. */
  readonly jobDelaySeconds: number | undefined
  readonly reason: string | undefined
  readonly dryRun: boolean
  readonly waitSeconds: number | undefined
  readonly verbosity: Verbosity
}

export interface StatusLine extends Common {
  readonly kind: 'status'
  readonly limits: Limits
  readonly selection: Selection
  readonly fields: readonly StatusField[]
  /** undefined: columns are aligned. */
  readonly separator: string | undefined
  readonly hasHeaders: boolean
  /** Whether healthy instances are listed too. */
  readonly all: boolean
  readonly isVerbose: boolean
}

export interface ExplainLine extends Common {
  readonly kind: 'explain'
  readonly limits: Limits
  readonly instance: string
}

export interface ClearLine extends Common {
  readonly kind: 'clear'
  readonly instances: readonly string[]
  /** Whether all tags of repairs go, not only those of failures. */
  readonly all: boolean
  readonly reason: string | undefined
  readonly dryRun: boolean
}

interface InformationLine {
  readonly kind: 'help' | 'version' | 'help-completion'
}

const CLASSIC_JOB_DELAY_SECONDS = 10
const SETTLE_DEFAULT_SECONDS = 600
const MAX_STOP_DEFAULT_SECONDS = 600

/** A command line whose options have been read. */
export interface Words {
  readonly values: OptionValues
  readonly given: readonly OptionEntry[]
  /** What is no option: the command and its arguments. */
  readonly strays: readonly string[]
}

/** The command, its arguments and options. Throws UsageError and BadArgumentError where they do not fit together. */
export function lineOf({ values, given, strays }: Words): CommandLine {
  const { name, names } = commandNamed(strays, values.classic === true)
  checkOptions(given, name, values.classic === true)
  const socket = { socketPath: values.luxi, isSocketGiven: given.some(option => option.name === 'luxi') }
  const common = { ...socket, output: values.output ?? 'text' }
  const reason = values.reason
  const dryRun = values.dryRun === true
  switch (name) {
    case 'run': {
      if (names.length > 0) throw new BadArgumentError('Error: the command run takes no arguments.')
      if (values.classic)
        return {
          kind: 'classic',
          ...socket,
          jobDelaySeconds: values.jobDelay ?? CLASSIC_JOB_DELAY_SECONDS,
          reason,
          dryRun,
        }
      const jobDelaySeconds = values.jobDelay
      const [limits, selection] = [limitsOf(values), selectionOf(values)]
      const [waitSeconds, verbosity] = [values.wait, verbosityOf(values)]
      return {
        kind: 'run',
        ...common,
        limits,
        selection,
        jobDelaySeconds,
        reason,
        dryRun,
        waitSeconds,
        verbosity,
      }
    }
    case 'status':
      if (names.length > 0)
        throw new BadArgumentError(
          'Error: the command status takes no arguments; --select-instances chooses instances, explain tells all about one.',
        )
      return {
        kind: 'status',
        ...common,
        limits: limitsOf(values),
        selection: selectionOf(values),
        fields: values.fields ?? DEFAULT_STATUS_FIELDS,
        separator: values.separator,
        hasHeaders: values.headers !== false,
        all: values.all === true,
        isVerbose: values.verbose === true,
      }
    case 'explain': {
      const [instance, ...others] = names
      if (instance === undefined || others.length > 0)
        throw new BadArgumentError('Error: the command explain takes the name of one instance.')
      return { kind: 'explain', ...common, limits: limitsOf(values), instance }
    }
    case 'clear':
      if (names.length === 0)
        throw new BadArgumentError('Error: the command clear takes the names of instances.')
      return { kind: 'clear', ...common, instances: names, all: values.all === true, reason, dryRun }
  }
}

/** The first word that is no option is the command; without one it is a run, as cron lines for the original have it. */
function commandNamed(
  strays: readonly string[],
  classic: boolean,
): { readonly name: CommandName; readonly names: readonly string[] } {
  const [word, ...names] = strays
  if (word === undefined) return { name: 'run', names }
  const name = COMMANDS.find(command => command === word)
  if (name !== undefined) return { name, names }
  if (classic) throw new BadArgumentError("Error: this program doesn't take any arguments.")
  const hint = word.startsWith('/') ? ` To name a socket, attach it: -L${printable(word)}.` : ''
  throw new BadArgumentError(
    `Error: there is no command '${printable(word)}'; there are ${COMMANDS.join(', ')}.${hint}`,
  )
}

/** An option that the command would not heed is refused: somebody expects something of it. */
function checkOptions(given: readonly OptionEntry[], name: CommandName, classic: boolean): void {
  const problems = given.flatMap(option => {
    if (!option.commands.includes(name)) return [`option \`--${option.name}' is not for the command ${name}`]
    if (classic && !option.original && option.name !== 'classic')
      return [`option \`--${option.name}' is not for --classic, which does only what Ganeti's own harep does`]
    return []
  })
  const names = given.map(option => option.name)
  if (names.includes('quiet') && names.includes('verbose'))
    problems.push("options `--quiet' and `--verbose' exclude each other")
  if (problems.length > 0) throw new UsageError(problems)
}

function limitsOf({ settleTime, maxOffline, maxStop }: OptionValues): Limits {
  return {
    settleSeconds: settleTime ?? SETTLE_DEFAULT_SECONDS,
    maxOffline,
    maxStopSeconds: maxStop ?? MAX_STOP_DEFAULT_SECONDS,
  }
}

function selectionOf(values: OptionValues): Selection {
  return {
    groups: values.group ?? [],
    nodes: values.node ?? [],
    instanceTags: values.instanceTags ?? [],
    instances: values.selectInstances ?? [],
    excluded: values.excludeInstances ?? [],
  }
}

function verbosityOf({ quiet, verbose }: OptionValues): Verbosity {
  return quiet ? 'quiet' : verbose ? 'verbose' : 'normal'
}
