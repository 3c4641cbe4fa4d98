import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { playKnown } from '../../../sim/explore/known-scenarios.ts'
import { formatScenario } from '../../../sim/scenario/format-scenario.ts'
import type { Scenario } from '../../../sim/scenario/scenario.ts'
import { scratchFolder } from '../cli/fixture.ts'

const SCENARIO: Scenario = {
  description: 'A drained node.',
  seed: 1,
  harep: { everySeconds: 300, classic: false },
  cluster: {
    cluster: { name: 'c', tags: ['ganeti:watcher:autorepair:failover'] },
    groups: [{ name: 'g' }],
    nodes: [{ name: 'n1' }, { name: 'n2' }, { name: 'n3' }],
    instances: [{ name: 'vm1', diskTemplate: 'drbd', primary: 'n2', secondary: 'n3' }],
  },
  timeline: [{ at: 10, do: 'drain', node: 'n2' }],
}

test('a known scenario fails where it does not come out as it expects', () => {
  const folder = scratchFolder()
  const write = (name: string, primary: string) =>
    writeFileSync(
      join(folder, name),
      formatScenario({ ...SCENARIO, expect: { instances: { vm1: { primary } } } }),
    )
  write('a.yaml', 'n3')
  write('b.yaml', 'n2')
  writeFileSync(join(folder, 'README.md'), 'no scenario')
  const { scenarios, failures } = playKnown(folder)
  expect(scenarios).toBe(2)
  expect(failures).toStrictEqual([{ file: join(folder, 'b.yaml'), what: expect.stringContaining('vm1') }])
})

test('a file that is no scenario is an error with its name', () => {
  const folder = scratchFolder()
  writeFileSync(join(folder, 'bad.yaml'), 'description: 7\n')
  expect(() => playKnown(folder)).toThrow(/bad\.yaml/)
})

test('without the folder, and in an empty one, there are none', () => {
  const folder = join(scratchFolder(), 'corpus')
  expect(playKnown(folder)).toStrictEqual({ scenarios: 0, failures: [] })
  mkdirSync(folder)
  expect(playKnown(folder)).toStrictEqual({ scenarios: 0, failures: [] })
})
