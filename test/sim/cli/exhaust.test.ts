import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { runExhaust } from '../../../sim/cli/exhaust.ts'
import { scenarioOf } from '../../../sim/exhaust/scenario-of.ts'
import { SITUATIONS } from '../../../sim/exhaust/situation.ts'
import type { Space } from '../../../sim/exhaust/space.ts'
import { parseScenario } from '../../../sim/scenario/parse-scenario.ts'
import { catching, runHarepSim, scratchFolder } from './fixture.ts'

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
    [['A'], /too many arguments/],
  ])('%j', async (argv, message) => {
    const { code, out, err } = await run(...argv)
    expect([code, out]).toEqual([2, ''])
    expect(err).toMatch(message)
  })
})

test('as JSON it is one object that says what was played, and nothing is written where nothing is found', async () => {
  const folder = join(scratchFolder(), 'findings')
  const { code, out, err } = await run('--space', 'C', '--sample', '5003', '--findings', folder, '--json')
  expect([code, err]).toEqual([0, ''])
  const told = JSON.parse(out)
  expect(told).toMatchObject({ violations: 0, sample: 5003, shard: { index: 1, of: 1 } })
  expect(told.states).toBeGreaterThan(3)
  expect(told.standFor).toBeGreaterThan(told.states)
  expect(told.spaces).toMatchObject([{ space: 'C', findings: [] }])
  expect(existsSync(folder)).toBe(false)
})

describe('a violation', () => {
  const [situation] = SITUATIONS
  if (situation === undefined) throw new Error('there are no situations')
  const scenario = scenarioOf(situation.cluster, {}, situation.story)
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
  const options = { shard: { index: 1, of: 1 }, sample: 1, json: false }

  test('is told with its scenario and the command that replays it, and ends with 1', () => {
    const folder = join(scratchFolder(), 'findings')
    const { writer, written } = catching()
    expect(runExhaust({ ...options, findings: folder }, writer, [space])).toBe(1)
    const file = join(folder, 'exhaust-B-1.yaml')
    expect(written.out).toMatch(/1 states played.*\n +1 violations/)
    expect(written.out).toContain('of-a-test: vm1 is \\x1b[31mred (in one state)')
    expect(written.out).toContain(`Replay: harep-sim replay ${file}\n`)
    expect(parseScenario(readFileSync(file, 'utf8'), file)).toEqual(scenario)
  })

  test('whose scenario cannot be written is a documented error', () => {
    const file = join(scratchFolder(), 'a-file')
    writeFileSync(file, '')
    expect(() => runExhaust({ ...options, findings: file }, catching().writer, [space])).toThrow(
      /The scenario of a finding cannot be written.*Name another --findings/,
    )
  })
})
