import type { Limits } from '../planner/healing/plan-input.ts'
import { printable } from '../report/printable.ts'
import type { Verbosity } from '../report/run-report.ts'
import { DEFAULT_STATUS_FIELDS } from '../report/status-fields.ts'
import type { Selection } from '../run/healing/healing-options.ts'
import type { ClassicLine, CommandLine, Common, RunLine } from './command-lines.ts'
import { COMMANDS, type CommandName, type OptionEntry } from './option-entry.ts'
import type { OptionValues } from './option-readers.ts'
import { BadArgumentError, UsageError } from './usage-error.ts'

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
  const common: Common = {
    socketPath: values.luxi,
    isSocketGiven: given.some(option => option.name === 'luxi'),
    output: values.output ?? 'text',
  }
  switch (name) {
    case 'run':
      if (names.length > 0) throw new BadArgumentError('Error: the command run takes no arguments.')
      return runLineOf(values, common)
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
      return {
        kind: 'clear',
        ...common,
        instances: names,
        all: values.all === true,
        reason: values.reason,
        dryRun: values.dryRun === true,
      }
  }
}

function runLineOf(values: OptionValues, common: Common): RunLine | ClassicLine {
  const { reason, jobDelay, wait: waitSeconds } = values
  const dryRun = values.dryRun === true
  if (values.classic) {
    const { socketPath, isSocketGiven } = common
    const jobDelaySeconds = jobDelay ?? CLASSIC_JOB_DELAY_SECONDS
    return { kind: 'classic', socketPath, isSocketGiven, jobDelaySeconds, reason, dryRun }
  }
  return {
    kind: 'run',
    ...common,
    limits: limitsOf(values),
    selection: selectionOf(values),
    jobDelaySeconds: jobDelay,
    reason,
    dryRun,
    waitSeconds,
    verbosity: verbosityOf(values),
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
