import { type Command, Option } from 'commander'
import type { OptionEntry } from '../../src/cli/option-entry.ts'
import { OPTION_TABLE } from '../../src/cli/option-table.ts'
import { readRunsMax, readSeed } from './option-values.ts'
import type { PlanCommandOptions, PlanSurroundings } from './plan.ts'

/** Options of a run of harep that say where it runs, when it ends or what it prints, and not what it does. */
const NOT_PASSED_ON: readonly string[] = [
  ...['luxi', 'dry-run', 'wait', 'quiet', 'verbose', 'output', 'version', 'help', 'help-completion'],
]

const PASSED_ON = OPTION_TABLE.filter(
  ({ name, commands }) => commands.includes('run') && !NOT_PASSED_ON.includes(name),
)

/** The types that the options have once commander has read them; harep's own stand beside them, as words. */
interface PlanValues {
  readonly luxi?: string | true
  readonly offline?: readonly string[]
  readonly drained?: readonly string[]
  readonly dead?: readonly string[]
  readonly runs: number
  readonly seed: number
  readonly output: 'text' | 'json'
  readonly [harepOption: string]: unknown
}

/**
 * `harep-sim plan`. It takes the options of harep itself, from the very table that harep's command line is read by, and
 * passes them on unread.
 */
export function addPlanCommand(
  program: Command,
  surroundings: PlanSurroundings,
  exit: (code: number) => void,
): void {
  const command = program
    .command('plan')
    .summary('tell what harep would do on a cluster, to the end, without touching it')
    .description(
      'Tell what harep would do on a cluster, and what comes of it: a copy of the cluster is simulated, and harep run on ' +
        'it every five minutes until nothing changes any more. The cluster itself is only looked at. ' +
        'Further options are those of harep itself, and are passed on to it.',
    )
    .argument(
      '[cluster-file]',
      'YAML or JSON file that describes the cluster; without one and without -L, a built-in cluster',
    )
    .option(
      '-L, --luxi [socket]',
      'copy the live cluster whose luxid listens there (default: where Ganeti has it)',
    )
    .option(
      '--offline <node>',
      'assume that this node loses its power and is marked offline (may be repeated)',
      collect,
    )
    .option('--drained <node>', 'assume that this node is marked drained (may be repeated)', collect)
    .option(
      '--dead <node>',
      'assume that this node loses its power and nobody marks it (may be repeated)',
      collect,
    )
    .option('--runs <number>', 'how many runs of harep there are at most', readRunsMax, 50)
    .option('--seed <number>', 'seed of all random choices', readSeed, 1)
    .addOption(
      new Option('--output <format>', 'text for people, or JSON').choices(['text', 'json']).default('text'),
    )
  for (const entry of PASSED_ON) command.addOption(harepOption(entry))
  command.action(async (clusterFile: string | undefined, values: PlanValues) => {
    const { plan } = await import('./plan.ts')
    const { luxi, offline = [], drained = [], dead = [], runs, seed, output } = values
    const options: PlanCommandOptions = {
      ...{ clusterFile, luxi, runsMax: runs, seed, output },
      ...{ assumptions: { offline, drained, dead }, harepWords: harepWords(command) },
    }
    exit(await plan(options, surroundings))
  })
}

function harepOption({ letter, name, argument, description }: OptionEntry): Option {
  const flags = letter === undefined ? `--${name}` : `-${letter}, --${name}`
  if (argument.kind === 'none') return new Option(flags, `harep: ${description}`)
  return new Option(`${flags} <${argument.placeholder}>`, `harep: ${description}`).argParser(collect)
}

/** The options that were given for harep, as words of its command line. */
function harepWords(command: Command): readonly string[] {
  const values: Readonly<Record<string, unknown>> = command.opts()
  return command.options
    .filter(option => PASSED_ON.some(({ name }) => option.long === `--${name}`))
    .flatMap(option => {
      const value = values[option.attributeName()]
      if (value === true) return [String(option.long)]
      return Array.isArray(value) ? value.map(each => `${option.long}=${String(each)}`) : []
    })
}

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value]
}
