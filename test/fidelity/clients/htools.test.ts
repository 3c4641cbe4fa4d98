import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type DebianTool, isSkipped } from '../../conformance/debian-tools.ts'
import { absence, isCi } from '../../ganeti/real-cluster.ts'
import { differingLines } from './normalise.ts'
import { bothWorlds } from './worlds.ts'

const skip = isSkipped || (absence !== undefined && !isCi)
if (skip) console.log(`skipped: ${absence}`)

const FOLDER = '/usr/lib/ganeti/3.0/usr/bin'

/** Each tool that loads a cluster over Luxi, with what makes it print most of what it has loaded. */
const TOOLS: readonly (readonly [DebianTool, ...string[]])[] = [
  ['harep', '--dry-run'],
  ['hinfo', '-p', '--print-instances'],
  ['hbal', '-p', '--print-instances'],
  ['hcheck', '--machine-readable'],
  ['hspace', '--machine-readable', '--disk-template=drbd'],
  ['hroller', '--offline-maintenance'],
]

describe.skipIf(skip)("Debian's htools load the same from the simulated cluster as from a real one", () => {
  test('all six', async () => {
    const { real, simulated } = await bothWorlds(1)
    for (const [tool, ...args] of TOOLS) {
      // Without a path they take the one below GANETI_ROOTDIR, which both worlds set.
      const words = [join(FOLDER, tool), '-L', ...args]
      const expected = await real(words)
      const lines = await simulated(words)
      expect(`${tool}: ${differingLines(expected, lines).join('\n')}`).toBe(`${tool}: `)
      expect(lines[0]).toBe('exit code 0')
      expect(lines.length).toBeGreaterThan(5)
    }
    console.log(`${TOOLS.length} of ${TOOLS.length} htools print the same`)
  })
})
