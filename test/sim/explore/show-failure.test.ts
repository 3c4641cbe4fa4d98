import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { resultText } from '../../../sim/explore/result-text.ts'
import { showFailures } from '../../../sim/explore/show-failure.ts'
import { newTally } from '../../../sim/explore/tally.ts'
import { generateScenario } from '../../../sim/generate/generate-scenario.ts'
import { parseScenario } from '../../../sim/scenario/parse-scenario.ts'
import { scratchFolder } from '../cli/fixture.ts'

/* Failures of an invariant that nothing breaks: each scenario stays as large as it is. */

const failure = (seed: number, what: string) => ({ index: seed, seed, invariant: 'never', what })

// A clock on which every look takes a minute: nothing is ever made smaller.
const hurried = () => {
  let time = 0
  return () => {
    time += 60
    return time
  }
}

test('failures that differ in numbers only are shown once, with a scenario file that can be played again', () => {
  const folder = join(scratchFolder(), "it's new", 'failures')
  const failures = [failure(3, 'job 7 is lost'), failure(4, 'job 12 is lost'), failure(5, 'vm is lost')]
  const shown = showFailures(failures, { folder, now: hurried() })
  expect(shown.map(({ seed, count }) => [seed, count])).toStrictEqual([
    [3, 2],
    [5, 1],
  ])
  const [first] = shown
  expect(first?.file).toBe(join(folder, 'never-3.yaml'))
  expect(first?.command).toContain("it'\\''s new")
  expect(first?.trace).toMatch(/^\+0h/)
  expect(first?.timeline).toBe(join(folder, 'never-3.html'))
  const page = readFileSync(first?.timeline ?? '', 'utf8')
  expect(page).toMatch(/^<!DOCTYPE html>/i)
  expect(page).toContain('Breaks never; found in the scenario of seed 3.')
  const scenario = parseScenario(readFileSync(first?.file ?? '', 'utf8'), 'never-3.yaml')
  const { description, ...rest } = generateScenario(3)
  expect(scenario).toStrictEqual({ description: 'Breaks never; found in the scenario of seed 3.', ...rest })
})

test('where no file can be written, the failure itself is shown', () => {
  const shown = showFailures([failure(3, 'vm is lost')], { folder: '/dev/null/failures', now: hurried() })
  expect(shown[0]).toMatchObject({ file: undefined, command: undefined, unwritten: 'ENOTDIR' })
  const tally = { ...newTally(1, { index: 1, of: 1 }), runs: 1, seconds: 1, violations: 1, failed: 1 }
  const known = { scenarios: 0, failures: [] }
  const text = resultText({ tally, workers: 1, end: 'runs', known, shown, missing: undefined })
  expect(text).toMatch(/vm is lost\n {2}scenario: that of seed 3; it could not be written \(ENOTDIR\)\n\+0h/)
})

test('at most five are shown', () => {
  const failures = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((what, index) => failure(index, what))
  expect(showFailures(failures, { folder: scratchFolder(), now: hurried() })).toHaveLength(5)
})

test('what a person reads has the violation, the file, the command and the trace, and nothing that a terminal would obey', () => {
  const shown = showFailures([failure(3, 'vm\u001b[31m is lost')], {
    folder: scratchFolder(),
    now: hurried(),
  })
  const tally = { ...newTally(1, { index: 1, of: 1 }), runs: 1, seconds: 1, violations: 1, failed: 1 }
  const known = { scenarios: 1, failures: [{ file: 'a.yaml', what: 'b' }] }
  const text = resultText({ tally, workers: 1, end: 'runs', known, shown, missing: undefined })
  expect(text).toContain('VIOLATION of never (1 scenario like it): vm\\x1b[31m is lost\n')
  expect(text).toMatch(/ {2}replay: {3}harep-sim run .*never-3\.yaml\n {2}timeline: .*never-3\.html\n\+0h/)
  expect(text).toContain('FAILED known scenario a.yaml: b\n')
  expect(text).not.toContain('\u001b')
})
