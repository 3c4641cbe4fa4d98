import { availableParallelism } from 'node:os'
import { type Command, InvalidArgumentError, Option } from 'commander'
import type { Writer } from '../../src/cli/writer.ts'
import { readShard, readWorkers } from './option-values.ts'

/** The types that the options have once commander has read them. */
interface ExhaustValues {
  readonly space?: 'A' | 'B' | 'C'
  readonly shard: { readonly index: number; readonly of: number }
  readonly sample: number
  readonly findings: string
  readonly json?: true
  readonly workers?: number
}

/** `harep-sim exhaust`. */
export function addExhaustCommand(
  program: Command,
  { writer }: { readonly writer: Writer },
  exit: (code: number) => void,
): void {
  program
    .command('exhaust')
    .summary('play all small clusters with all that can become of their nodes')
    .description(
      'Play every state of a small scope: all clusters of up to three nodes and two instances. Space A: with all single and ' +
        'double node events. Space B: with all that tags can say on three levels. Space C: with harep killed at every ' +
        'point. Of states that differ in names only, one is played. What must always hold is looked at after every event.',
    )
    .addOption(new Option('--space <name>', 'only this space (default: all)').choices(['A', 'B', 'C']))
    .addOption(
      new Option('--shard <i/n>', 'only the i-th of n parts')
        .argParser(readShard)
        .default({ index: 1, of: 1 }, '1/1'),
    )
    .option('--sample <n>', 'only each n-th part: a quick look', readSample, 1)
    .option('--findings <folder>', 'where the scenario files of what is found are written', 'findings')
    .option(
      '--workers <number>',
      'how many threads; as many as there are processors when absent',
      readWorkers,
    )
    .option('--json', 'print one JSON object and nothing else')
    .addHelpText(
      'after',
      '\nExit status: 0 if everything held, 1 if something did not, 2 if nothing could be played.',
    )
    .action(async (values: ExhaustValues) => {
      const { runExhaust } = await import('./exhaust.ts')
      const workers = values.workers ?? availableParallelism()
      exit(await runExhaust({ ...values, workers, json: values.json === true }, writer))
    })
}

const PARTS_MAX = 1_000_000

function readSample(text: string): number {
  const value = /^[0-9]{1,7}$/.test(text) ? Number(text) : Number.NaN
  if (value >= 1 && value <= PARTS_MAX) return value
  throw new InvalidArgumentError(`It must be a whole number from 1 to ${PARTS_MAX}.`)
}
