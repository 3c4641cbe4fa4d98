import { Argument, Command, CommanderError } from 'commander'
import type { Writer } from '../../src/cli/writer.ts'
import { HarepError } from '../../src/cluster/harep-error.ts'
import { printableLines } from '../../src/report/printable.ts'
import { addExhaustCommand } from './exhaust-command.ts'
import { addExploreCommand } from './explore-command.ts'
import { IMPORT_KINDS, type ImportKind } from './import-kinds.ts'
import { addListCommand } from './list-command.ts'
import { readSeed, readTimeScale } from './option-values.ts'
import { addPlanCommand } from './plan-command.ts'
import { addReplayCommand } from './replay-command.ts'
import { addRunCommand } from './run-command.ts'
import { addSoakCommand } from './soak-command.ts'
import { addTimelineCommand } from './timeline-command.ts'

/** What the command takes from the process it runs in. */
export interface SimSurroundings {
  readonly version: string
  readonly writer: Writer
}

/** 0: done. 1: done, and what was looked for is not so. 2: could not be done. Numbers above 128 tell of a signal. */
type SimExitCode = number

/** The same on every terminal and in every pipe. */
const HELP_WIDTH_CHARS = 100

const EXIT_STATUS = `
Exit status: 0 if all is well, 1 if a scenario does not come out as it must, if the demo found an instance that should be healed and is not, or if a
plan is not whole, since a run of harep fails in it or the runs were too few, 2 if the command line, a file or the socket is of no use.`

/** The whole command, but for the process: returns the exit code, throws nothing. */
export async function harepSim(argv: readonly string[], surroundings: SimSurroundings): Promise<SimExitCode> {
  const { writer } = surroundings
  let exitCode: SimExitCode = 0
  const program = commandOf(surroundings, code => {
    exitCode = code
  })
  try {
    await program.parseAsync([...argv], { from: 'user' })
    return exitCode
  } catch (error) {
    // commander has written its text already; it ends --help and --version this way, too.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    if (error instanceof HarepError) {
      writer.err(`Error: ${printableLines(error.message)}\n`)
      return 2
    }
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
    writer.err(
      `Error: harep-sim itself failed, please report this with what follows:\n${printableLines(text)}\n`,
    )
    return 2
  }
}

function commandOf({ version, writer }: SimSurroundings, exit: (code: SimExitCode) => void): Command {
  const program = new Command('harep-sim')
    .description('Try harep, and any policy for it, on a simulated Ganeti cluster.')
    .version(`harep-sim ${version}`, '-V, --version', 'print the version and exit')
    .helpOption('-h, --help', 'print this text and exit')
    .helpCommand(false)
    .addHelpText('after', EXIT_STATUS)
    .configureOutput({
      getOutHelpWidth: () => HELP_WIDTH_CHARS,
      getErrHelpWidth: () => HELP_WIDTH_CHARS,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
      writeOut: text => writer.out(text),
      writeErr: text => writer.err(printableLines(text)),
      outputError: (text, write) => write(text.replace(/^error:/, 'Error:')),
    })
    .showHelpAfterError('See harep-sim --help.')
    .exitOverride()
  program
    .command('serve')
    .summary('serve a simulated cluster on a Unix socket, as luxid does')
    .description(
      'Serve a simulated cluster on a Unix socket, as luxid does, until SIGTERM or Ctrl-C. ' +
        'Meanwhile any Luxi client can talk to it, for example: harep -L/tmp/luxi --dry-run',
    )
    .argument(
      '[cluster-file]',
      'YAML or JSON file that describes the cluster; without one, a built-in cluster',
    )
    .requiredOption('--socket <path>', 'the socket to listen on')
    .option('--time-scale <number>', 'virtual seconds in a real one', readTimeScale, 1)
    .option('--seed <number>', 'seed of all random choices', readSeed, 1)
    .option('--power-off <node>', 'start with this node without power (may be repeated)', collect)
    .option('--until-eof', 'end at the end of standard input, too')
    .action(async (clusterFile: string | undefined, { powerOff = [], ...values }: ServeValues) => {
      const { serve } = await import('./serve.ts')
      await serve({ clusterFile, ...values, powerOff, untilEof: values.untilEof === true }, writer)
    })
  program
    .command('import')
    .summary('make a cluster file of a real cluster')
    .description(
      'Make a cluster file of a real cluster and print it: of a live luxid, asked over its socket; of a text file of ' +
        "Ganeti's htools, as hscan writes them; or of a dump of RAPI, which is a folder with info.json, groups.json, " +
        'nodes.json and instances.json (what /2/info and /2/groups?bulk=1 and so on answer), or one file with these four.',
    )
    .addArgument(new Argument('<kind>', 'what is imported').choices(IMPORT_KINDS))
    .argument('<source>', 'a socket, a file or a folder')
    .action(async (kind: ImportKind, source: string) => {
      const { importCluster } = await import('./import.ts')
      await importCluster(kind, source, writer)
    })
  program
    .command('schema')
    .summary('print the JSON Schema of cluster files or scenario files, for editors')
    .description(
      'Print the JSON Schema of cluster files, or of scenario files. Editors with a YAML language server complete and check ' +
        'a file that begins with the line: # yaml-language-server: $schema=cluster-file.schema.json',
    )
    .addArgument(new Argument('[kind]', 'which files').choices(['cluster', 'scenario']).default('cluster'))
    .action(async (kind: 'cluster' | 'scenario') => {
      if (kind === 'scenario') {
        const { scenarioEditorSchema } = await import('../scenario/scenario-editor-schema.ts')
        return writer.out(scenarioEditorSchema())
      }
      const { editorSchema } = await import('../cluster-file/editor-schema.ts')
      writer.out(editorSchema())
    })
  program
    .command('demo')
    .summary('watch harep heal a simulated cluster, in about ten seconds')
    .description(
      'Watch harep heal a simulated cluster: two of its nodes are dead, an admin marks them offline, and harep runs on it ' +
        'round after round, as cron would start it. Needs no Ganeti, no root and no network.',
    )
    .action(async () => {
      const { runDemo } = await import('./demo.ts')
      exit(await runDemo(writer))
    })
  addPlanCommand(program, { version, writer }, exit)
  addRunCommand(program, writer, exit)
  addListCommand(program, writer, exit)
  addReplayCommand(program, writer, exit)
  addExploreCommand(program, writer, exit)
  addExhaustCommand(program, { writer }, exit)
  addSoakCommand(program, writer, exit)
  addTimelineCommand(program, writer)
  return program
}

/** The types that the options of serve have once commander has read them. */
interface ServeValues {
  readonly socket: string
  readonly timeScale: number
  readonly seed: number
  readonly powerOff?: readonly string[]
  readonly untilEof?: boolean
}

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value]
}
