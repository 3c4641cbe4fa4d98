import { parseCommandLine } from '../../src/cli/command-line.ts'
import type { CommandLine } from '../../src/cli/command-lines.ts'
import { defaultSocketPath } from '../../src/cli/environment.ts'
import { nowMicroseconds, readEnvironment } from '../../src/cli/ports.ts'
import { runOptionsOf } from '../../src/cli/run-options-of.ts'
import { CommandLineError } from '../../src/cli/usage-error.ts'
import type { Writer } from '../../src/cli/writer.ts'
import { printable } from '../../src/report/printable.ts'
import type { RunOptions } from '../../src/run/run-options.ts'
import type { ClusterDefinition } from '../ganeti/cluster-definition.ts'
import type { LiveCopy } from '../import/live-copy.ts'
import type { Assumptions } from '../plan/assumptions.ts'
import { makePlan } from '../plan/make-plan.ts'
import { planJson } from '../plan/plan-json.ts'
import { planText } from '../plan/plan-text.ts'
import { knownNode } from './known-node.ts'
import { readCluster } from './read-cluster.ts'
import { SimCommandError } from './sim-command-error.ts'

/** What the command needs besides its options. */
export interface PlanSurroundings {
  readonly version: string
  readonly writer: Writer
}

/** The options of `harep-sim plan`. */
export interface PlanCommandOptions {
  readonly clusterFile: string | undefined
  /** A socket, or true for the one where Ganeti has it. */
  readonly luxi: string | true | undefined
  readonly assumptions: Assumptions
  readonly runsMax: number
  readonly seed: number
  readonly output: 'text' | 'json'
  /** Options of harep's command line. */
  readonly harepWords: readonly string[]
}

/** Makes a plan and prints it. Returns 0, or 1 where it is not whole: the bound came first, or a run of harep failed in it. Throws HarepError. */
export async function plan(
  options: PlanCommandOptions,
  { version, writer }: PlanSurroundings,
): Promise<0 | 1> {
  const harep = harepOptions(options.harepWords, version)
  const { definition, notes } = await readCopy(options)
  const assumptions = knownAssumptions(definition, options.assumptions)
  const { runsMax, seed } = options
  const played = { definition, assumptions, harep, runsMax, seed, startUs: wholeSecondUs() }
  const made = makePlan(played, notes)
  writer.out(options.output === 'json' ? planJson(made) : planText(made))
  return made.end === 'quiet' && made.runs.every(({ error }) => error === undefined) ? 0 : 1
}

/** Now, as harep counts it: nodes that are marked as the plan begins must not count as marked later than its first run. */
function wholeSecondUs(): number {
  return Math.floor(nowMicroseconds() / 1_000_000) * 1_000_000
}

/** What harep makes of these words. Throws SimCommandError. */
function harepOptions(words: readonly string[], version: string): RunOptions {
  const line = harepLine(words)
  if (line.kind === 'run' || line.kind === 'classic') return runOptionsOf(line, version)
  throw new Error(`these words were to be options of a run: ${words.join(' ')}`)
}

function harepLine(words: readonly string[]): CommandLine {
  try {
    return parseCommandLine(words, { GANETI_ROOTDIR: undefined, HTOOLS: undefined })
  } catch (error) {
    if (!(error instanceof CommandLineError)) throw error
    // The headings are those of Ganeti's tools; ours stands before the message already.
    const heading = /^(Error while parsing command line arguments:\n|Command line error: |Error: )/
    throw new SimCommandError(error.message.replace(heading, ''))
  }
}

async function readCopy({ clusterFile, luxi }: PlanCommandOptions): Promise<LiveCopy> {
  if (luxi === undefined) return { definition: await readCluster(clusterFile), notes: [] }
  if (clusterFile !== undefined)
    throw new SimCommandError(
      `The plan is either for the live cluster behind --luxi or for the file '${printable(clusterFile)}': leave out one of the two.`,
    )
  const { copyLive } = await import('../import/live-copy.ts')
  return await copyLive(luxi === true ? defaultSocketPath(readEnvironment()) : luxi)
}

/** The same with the full names of the nodes. Throws SimCommandError for what cannot happen to the cluster. */
function knownAssumptions(definition: ClusterDefinition, given: Assumptions): Assumptions {
  const named = new Set<string>()
  const known = (option: string, nodes: readonly string[]) =>
    nodes.map(typed => {
      const name = knownNode(definition, option, typed)
      const problem = named.has(name)
        ? 'the node is named twice, and only one thing can happen to it'
        : whyNot(definition, option, name)
      if (problem !== undefined) throw new SimCommandError(`${option} ${printable(typed)}: ${problem}.`)
      named.add(name)
      return name
    })
  return {
    offline: known('--offline', given.offline),
    drained: known('--drained', given.drained),
    dead: known('--dead', given.dead),
  }
}

function whyNot({ nodes }: ClusterDefinition, option: string, name: string): string | undefined {
  const isRegular = ({ offline, drained }: ClusterDefinition['nodes'][number]) => !offline && !drained
  const master = nodes.find(node => node.master === true) ?? nodes.find(isRegular)
  if (name === master?.name)
    return 'the node is the master, where harep and luxid run; first there would have to be another master (gnt-cluster master-failover)'
  const isOffline = nodes.some(node => node.name === name && node.offline === true)
  return option === '--drained' && isOffline
    ? 'the node is marked offline already, and a node is only one of the two'
    : undefined
}
