import { type Command, Option } from 'commander'
import type { Writer } from '../../src/cli/writer.ts'

interface RunValues {
  readonly quiet?: boolean
  readonly json?: boolean
  readonly update?: boolean
  readonly step?: boolean
}

/** `harep-sim run`. */
export function addRunCommand(program: Command, writer: Writer, exit: (code: number) => void): void {
  program
    .command('run')
    .summary('play scenario files, and tell what happens and whether it is as expected')
    .description(
      'Play scenario files: a cluster, what happens to it, and harep, which cron starts. What happens is told as text; ' +
        'what must always hold is looked after, and what the file expects is compared. Where a file NAME.trace.txt lies beside ' +
        'NAME.yaml, the text must be the same.',
    )
    .argument('<file...>', 'YAML or JSON files, each a scenario; with --step one')
    .option('-q, --quiet', 'tell only how each comes out')
    .option('--json', 'print one JSON object with all that is known; with -q without the traces')
    .option('--update', 'write NAME.trace.txt anew beside each file; refused where CI is set')
    .addOption(
      new Option('--step', 'one thing after another, the next for each line of standard input').conflicts([
        'quiet',
        'json',
        'update',
      ]),
    )
    .action(async (files: readonly string[], values: RunValues) => {
      const { run } = await import('./run.ts')
      const { quiet = false, json = false, update = false, step = false } = values
      exit(await run({ files, quiet, json, update, step }, writer))
    })
}
