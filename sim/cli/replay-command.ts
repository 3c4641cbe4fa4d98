import { type Command, InvalidArgumentError } from 'commander'
import type { Writer } from '../../src/cli/writer.ts'
import { parseTime } from '../scenario/time-text.ts'

interface ReplayValues {
  readonly until?: number
}

/** `harep-sim replay`. */
export function addReplayCommand(program: Command, writer: Writer, exit: (code: number) => void): void {
  program
    .command('replay')
    .summary('play a scenario file again and print its full trace')
    .description(
      'Play a scenario file again, such as one that explore wrote, and print its full trace: every status of every job, ' +
        'too. The same file gives the same trace on every machine.',
    )
    .argument('<file>', 'YAML or JSON file')
    .option('--until <time>', 'print only what happens until then, such as 1h30m', readTime)
    .action(async (file: string, { until }: ReplayValues) => {
      const { replay } = await import('./replay.ts')
      exit(await replay(file, until, writer))
    })
}

function readTime(text: string): number {
  const seconds = parseTime(text)
  if (seconds !== undefined) return seconds
  throw new InvalidArgumentError('It must be a number of seconds or a time such as 5m or 1h30m.')
}
