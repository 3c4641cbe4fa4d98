import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { runExhaust } from '../../../sim/cli/exhaust.ts'
import { mergeExhausted } from '../../../sim/exhaust/in-threads.ts'
import { scenarioOf } from '../../../sim/exhaust/scenario-of.ts'
import { SITUATIONS } from '../../../sim/exhaust/situation.ts'
import type { Space } from '../../../sim/exhaust/space.ts'
import { parseScenario } from '../../../sim/scenario/parse-scenario.ts'
import { catching, runHarepSim, scratchFolder } from './fixture.ts'

const [situation] = SITUATIONS
if (situation === undefined) throw new Error('there are no situations')
const scenario = scenarioOf(situation.cluster, {}, situation.story)

async function run(...argv: readonly string[]) {
  return await runHarepSim(['exhaust', ...argv])
}

describe('a command line that is no use ends with 2 and plays nothing', () => {
  test.each<[readonly string[], RegExp]>([
    [['--space', 'D'], /Allowed choices are A, B, C/],
    [['--shard', '0/2'], /It must be i\/n, such as 1\/2/],
    [['--shard', '3/2'], /It must be i\/n/],
    [['--sample', '0'], /It must be a whole number from 1/],
    [['--sample', '1e3'], /It must be a whole number/],
    [['--workers', '0'], /from 1 to 256/],
    [['A'], /too many arguments/],
  ])('%j', async (argv, message) => {
    const { code, out, err } = await run(...argv)
    expect([code, out]).toEqual([2, ''])
    expect(err).toMatch(message)
  })
})

test('as JSON it is one object that says what was played, and nothing is written where nothing is found', async () => {
  const folder = join(scratchFolder(), 'findings')
  const { code, out, err } = await run(
    '--space',
    'C',
    '--sample',
    '5003',
    '--findings',
    folder,
    '--json',
    '--workers',
    '1',
  )
  expect([code, err]).toEqual([0, ''])
  const told = JSON.parse(out)
  expect(told).toMatchObject({ violations: 0, sample: 5003, shard: { index: 1, of: 1 } })
  expect(told.states).toBeGreaterThan(3)
  expect(told.standFor).toBeGreaterThan(told.states)
  expect(told.spaces).toMatchObject([{ space: 'C', findings: [] }])
  expect(existsSync(folder)).toBe(false)
})

test('two threads play what one does', async () => {
  const folder = join(scratchFolder(), 'findings')
  const argv = ['--space', 'B', '--sample', '3001', '--findings', folder, '--json', '--workers']
  const [one, two] = [await run(...argv, '1'), await run(...argv, '2')]
  const timeless = ({ out }: { readonly out: string }) => out.replace(/"seconds": [0-9.e-]+/g, '"seconds": 0')
  expect(timeless(two)).toBe(timeless(one))
  expect(JSON.parse(one.out).states).toBeGreaterThan(2)
}, 60_000)

test('of findings that are alike in several parts that of the first unit is told', () => {
  const finding = (unit: number, what: string, states: number) => ({
    invariant: 'a',
    what,
    states,
    unit,
    scenario,
  })
  const part = (...findings: readonly ReturnType<typeof finding>[]) => ({
    ...({ space: 'B', states: 5, standFor: 7, runs: 11, violations: 2 } as const),
    findings,
  })
  const merged = mergeExhausted([
    part(finding(4, 'vm1 is red', 2)),
    part(finding(3, 'vm2 is red', 1), finding(9, 'blue', 1)),
  ])
  expect(merged).toEqual({
    ...{ space: 'B', states: 10, standFor: 14, runs: 22, violations: 4 },
    findings: [finding(3, 'vm2 is red', 3), finding(9, 'blue', 1)],
  })
})

describe('a violation', () => {
  const space: Space = {
    name: 'B',
    about: 'of a test',
    units: () => [
      [
        {
          scenario,
          standsFor: 1,
          observe: stage => {
            stage.violate('of-a-test', 'vm1 is \u001b[31mred')
            return {}
          },
        },
      ],
    ],
  }
  const options = { shard: { index: 1, of: 1 }, sample: 1, json: false, workers: 1 }

  test('is told with its scenario and the command that replays it, and ends with 1', async () => {
    const folder = join(scratchFolder(), 'findings')
    const { writer, written } = catching()
    expect(await runExhaust({ ...options, findings: folder }, writer, [space])).toBe(1)
    const file = join(folder, 'exhaust-B-1.yaml')
    expect(written.out).toMatch(/1 states played.*\n +1 violations/)
    expect(written.out).toContain('of-a-test: vm1 is \\x1b[31mred (in one state)')
    expect(written.out).toContain(`Replay: harep-sim replay ${file}\n`)
    expect(parseScenario(readFileSync(file, 'utf8'), file)).toEqual(scenario)
  })

  test('whose scenario cannot be written is a documented error', async () => {
    const file = join(scratchFolder(), 'a-file')
    writeFileSync(file, '')
    await expect(runExhaust({ ...options, findings: file }, catching().writer, [space])).rejects.toThrow(
      /The folder '.*' cannot be written to \(ENOTDIR\)\. Name another --findings/,
    )
  })
})
