import type { Command } from 'commander'
import type { Writer } from '../../src/cli/writer.ts'

/** `harep-sim list`. */
export function addListCommand(program: Command, writer: Writer, exit: (code: number) => void): void {
  program
    .command('list')
    .summary('list scenario files, what each teaches and whether it comes out as expected')
    .description(
      'List the scenario files of a directory: name, whether it comes out as expected, what it teaches.',
    )
    .argument('[directory]', 'where they are; those that come with harep when absent')
    .action(async (directory: string | undefined) => {
      const { list } = await import('./list.ts')
      exit(await list(directory, writer))
    })
}
