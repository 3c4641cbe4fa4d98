import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { absence, isCi } from '../../ganeti/real-cluster.ts'
import { COMMANDS } from './commands.ts'
import { differingLines } from './normalise.ts'
import { bothWorlds } from './worlds.ts'

const skip = absence !== undefined && !isCi
if (skip) console.log(`skipped: ${absence}`)

/*
 * Ganeti's own command line, word for word the same on a real cluster and on `harep-sim serve` with the same cluster: exit
 * code, standard output and standard error must be equal but for what normalise.ts lists.
 */
describe.skipIf(skip)("Ganeti's own clients cannot tell the simulated cluster from a real one", () => {
  test('gnt-* commands', async () => {
    // They take half a second each to start; what they wait for need not take its time as well.
    const { real, simulated } = await bothWorlds(20)
    let equal = 0
    const explained: string[] = []
    const unexplained: string[] = []
    for (const { line, differs, ignored } of COMMANDS) {
      const words = line.split(' ')
      const shown = (lines: readonly string[]) => lines.filter(text => ignored?.test(text) !== true)
      const [expected, ours] = await Promise.all([real(words), simulated(words)])
      const differences = differingLines(shown(expected), shown(ours))
      if (differences.length === 0) equal += 1
      if (differences.length > 0 && differs !== undefined) explained.push(`${line}: ${differs}`)
      if (differences.length > 0 !== (differs !== undefined)) {
        const what = differs === undefined ? differences.slice(0, 12) : ['is the same, and should differ']
        unexplained.push([line, ...what].join('\n  '))
      }
    }
    console.log(
      [
        `${equal} of ${COMMANDS.length} gnt-* commands end and print the same, ${explained.length} differ with a reason:`,
        ...explained,
      ].join('\n'),
    )
    expect(unexplained.join('\n')).toBe('')
  })

  test("every call of Ganeti's Python client", async () => {
    // What it cancels must still be waiting when it does.
    const { real, simulated } = await bothWorlds(1)
    // Debian's own interpreter has the modules that Ganeti needs.
    const words = ['/usr/bin/python3', join(import.meta.dirname, 'luxi-client.py')]
    const expected = await real(words)
    const lines = await simulated(words)
    expect(lines).toEqual(expected)
    const calls = lines.filter(line => line.includes(' -> '))
    console.log(`${calls.length} calls of Ganeti's Python client are answered the same`)
    expect(calls.length).toBeGreaterThan(40)
  })
})
