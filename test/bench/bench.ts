import { OURS, original } from './commands.ts'
import { benchDeadNode } from './dead-node.ts'
import { benchLoad } from './load.ts'
import { costOf, mediansInTurns } from './measure.ts'
import { benchPlaying } from './playing.ts'
import { benchRecovery } from './recovery.ts'
import { printCost } from './rows.ts'

/*
 * What harep costs, against the original in the same run. Prints a table; what counts are the ratios, since the seconds are
 * this machine's. With words as arguments (start, load, recovery, dead-node, playing) only those parts.
 */
async function benchStart(): Promise<void> {
  const [node, version] = await mediansInTurns(25, [
    () => costOf(process.execPath, '-e', '0'),
    () => costOf(...OURS, '--version'),
  ])
  printCost('harep --version', version, node, 'node -e 0')
}

const PARTS: Readonly<Record<string, () => Promise<void> | void>> = {
  start: benchStart,
  load: benchLoad,
  recovery: benchRecovery,
  'dead-node': benchDeadNode,
  playing: benchPlaying,
}

if (original === undefined) console.log(`Debian's harep (ganeti-htools-3.0) is not installed: no ratios`)
const chosen = process.argv.slice(2)
for (const [name, part] of Object.entries(PARTS))
  if (chosen.length === 0 || chosen.includes(name)) await part()
