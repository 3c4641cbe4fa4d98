import type { Command } from 'commander'
import type { Writer } from '../../src/cli/writer.ts'

interface TimelineValues {
  readonly output?: string
  readonly text?: boolean
}

/** `harep-sim timeline`. */
export function addTimelineCommand(program: Command, writer: Writer): void {
  program
    .command('timeline')
    .summary('draw what happens in a scenario, or how two plays differ, as one HTML file')
    .description(
      'Play a scenario and draw what happens as one HTML file, which needs no network: lanes for nodes, instances, runs of harep ' +
        'and jobs, to be filtered and zoomed. With two, show the first event that differs, and both on the same axis of time. ' +
        'A file may also be a trace, as harep-sim run --json prints it.',
    )
    .argument('<a>', 'scenario file, or trace in JSON')
    .argument('[b]', 'another one, to be compared with it')
    .option('-o, --output <file>', 'where to write; without it standard output')
    .option('--text', 'the same as text for a terminal')
    .action(async (one: string, other: string | undefined, { output, text = false }: TimelineValues) => {
      const { timeline } = await import('./timeline.ts')
      await timeline({ one, other, output, text }, writer)
    })
}
