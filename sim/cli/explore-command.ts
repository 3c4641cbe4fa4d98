import { type Command, InvalidArgumentError, Option } from 'commander'
import type { Writer } from '../../src/cli/writer.ts'
import { readSeed, readShard, readWorkers } from './option-values.ts'

/** The values of the options once commander has read them. */
interface ExploreValues {
  readonly runs?: number
  readonly time?: number
  readonly seed: number
  readonly shard: { readonly index: number; readonly of: number }
  readonly untilStable?: number
  readonly json?: boolean
  readonly workers?: number
  readonly resume?: string
  readonly failures: string
  readonly requireCoverage?: boolean
}

/** `harep-sim explore`. */
export function addExploreCommand(program: Command, writer: Writer, exit: (code: number) => void): void {
  program
    .command('explore')
    .summary('play scenarios that nobody thought of, and look for what must never be')
    .description(
      'Play generated scenarios, one for each seed: clusters, tags and faults of all kinds, and harep running through them. ' +
        'What must never be is looked for after every event, and what was hit is counted. The same seed and number of runs ' +
        'are the same scenarios everywhere. The known scenarios of fixtures/corpus come first.',
    )
    .option('--runs <number>', 'how many scenarios; without it and without --time 10000', readCount)
    .option('--time <seconds>', 'end after so long', readSeconds)
    .option('--seed <number>', 'seed of the whole sweep', readSeed, 1)
    .addOption(
      new Option('--shard <i/n>', 'play only every n-th scenario, from number i')
        .argParser(readShard)
        .default({ index: 1, of: 1 }, '1/1'),
    )
    .option('--until-stable <number>', 'end after so many scenarios that hit nothing new', readCount)
    .option('--json', 'print the result as one JSON object')
    .option(
      '--workers <number>',
      'how many threads; as many as there are processors when absent',
      readWorkers,
    )
    .option('--resume <file>', 'keep the state of the sweep in this file, and go on from there')
    .option('--failures <folder>', 'where scenarios with a violation are written', 'explore-failures')
    .option('--require-coverage', 'fail when something was never hit, however short the sweep is')
    .action(async (values: ExploreValues) => {
      const { explore } = await import('./explore.ts')
      const { json, requireCoverage, runs, time, ...rest } = values
      const isBounded = time !== undefined || values.untilStable !== undefined
      const options = {
        ...rest,
        runs: runs ?? (isBounded ? undefined : 10_000),
        timeSeconds: time,
        json: json === true,
        requireCoverage: requireCoverage === true,
      }
      exit(await explore(options, writer))
    })
}

const COUNT_MAX = 1_000_000_000

function readCount(text: string): number {
  const value = /^[0-9]+$/.test(text) ? Number(text) : Number.NaN
  if (value >= 1 && value <= COUNT_MAX) return value
  throw new InvalidArgumentError(`It must be a whole number from 1 to ${COUNT_MAX}.`)
}

const SECONDS_MAX = 30 * 86_400

function readSeconds(text: string): number {
  const value = /^[0-9]+(\.[0-9]+)?$/.test(text) ? Number(text) : Number.NaN
  if (value > 0 && value <= SECONDS_MAX) return value
  throw new InvalidArgumentError(`It must be a number of seconds up to ${SECONDS_MAX}.`)
}
