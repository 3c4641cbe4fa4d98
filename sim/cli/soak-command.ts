import { type Command, InvalidArgumentError, Option } from 'commander'
import type { Writer } from '../../src/cli/writer.ts'
import { parseTime } from '../scenario/time-text.ts'
import { readSeed, readWorkers } from './option-values.ts'
import type { SoakOptions } from './soak.ts'

/** `harep-sim soak`. */
export function addSoakCommand(program: Command, writer: Writer, exit: (code: number) => void): void {
  program
    .command('soak')
    .summary('explore for a given time, and keep a ledger of what was found')
    .description(
      'Explore for a given time and keep a ledger over many such soaks. The known scenarios of fixtures/corpus are ' +
        'played first, then the scenario of each finding in the ledger: a finding is new, known, fixed or back again. Then come scenarios that no soak before has played. With ' +
        '--merge, nothing is played: the ledgers named are written as one to --ledger.',
    )
    .addOption(
      new Option('--time <time>', 'for how long, such as 90s, 30m or 1h')
        .argParser(readSoakTime)
        .default(3_600, '1h'),
    )
    .option('--ledger <file>', 'the ledger, made where there is none')
    .option('--page <file>', 'write the ledger as an HTML page, too')
    .option('--scenarios <folder>', 'where the scenarios of open findings are written', 'soak-findings')
    .option('--seed <number>', 'seed of the sweep; another one on each machine', readSeed, 1)
    .option(
      '--workers <number>',
      'how many threads; as many as there are processors when absent',
      readWorkers,
    )
    .option('--merge <file...>', 'ledgers to merge instead of playing')
    .addHelpText(
      'after',
      '\nExit status: 0 if no finding is open and no known scenario has failed, 1 otherwise, 2 if the command line or a file is of no use.',
    )
    .action(async (values: SoakOptions) => {
      const { runSoak } = await import('./soak.ts')
      exit(await runSoak(values, writer))
    })
}

const TIME_SECONDS_MAX = 30 * 86_400

function readSoakTime(text: string): number {
  const value = parseTime(text)
  if (value !== undefined && value > 0 && value <= TIME_SECONDS_MAX) return value
  throw new InvalidArgumentError('It must be a time such as 90s, 30m or 1h, up to 30 days.')
}
