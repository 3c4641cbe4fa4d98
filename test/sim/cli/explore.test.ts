import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { explore } from '../../../sim/cli/explore.ts'
import { catching, Running, runHarepSim, scratchFolder } from './fixture.ts'

async function run(...argv: readonly string[]) {
  return await runHarepSim(['explore', '--failures', join(scratchFolder(), 'failures'), ...argv])
}

describe('a command line that is no use ends with 2 and plays nothing', () => {
  test.each<[readonly string[], RegExp]>([
    [['--runs', '0'], /'0' is invalid\. It must be a whole number from 1/],
    [['--runs', '1e9'], /is invalid/],
    [['--time', '0'], /is invalid\. It must be a number of seconds/],
    [['--time', 'NaN'], /is invalid/],
    [['--seed', '-1'], /is invalid/],
    [['--shard', '0/2'], /It must be i\/n, such as 1\/2/],
    [['--shard', '3/2'], /is invalid/],
    [['--shard', '1/2/3'], /is invalid/],
    [['--until-stable', 'x'], /is invalid/],
    [['--workers', '0'], /It must be a whole number from 1 to 256/],
    [['--workers', '257'], /is invalid/],
    [['file.yaml'], /too many arguments/],
    [['--bogus'], /unknown option '--bogus'/],
    [['--runs', '10', '--resume', '/nowhere/at/all/state'], /it cannot be written \(ENOENT\)/],
    [['--runs', '10', '--resume', '/dev/full'], /--resume \/dev\/full: it is a device/],
    [
      ['--failures', '/dev/null/failures'],
      /^Error: The folder '\/dev\/null\/failures' cannot be written to \(ENOTDIR\)/,
    ],
  ])('%j', async (argv, message) => {
    const { code, out, err } = await run(...argv)
    expect([code, out]).toEqual([2, ''])
    expect(err).toMatch(message)
  })
})

test('what it prints as JSON does not depend on the number of threads', { timeout: 120_000 }, async () => {
  const one = await run('--runs', '60', '--seed', '5', '--workers', '1', '--json')
  const two = await run('--runs', '60', '--seed', '5', '--workers', '2', '--json')
  expect(one.err).toBe('')
  expect(one.out).toMatch(/^\{.*\}\n$/)
  const [first, second] = [JSON.parse(one.out), JSON.parse(two.out)]
  expect(first).toMatchObject({ runs: 60, seed: 5, shard: '1/1', end: 'runs', workers: 1 })
  expect(first.violations).toEqual(expect.any(Number))
  expect(one.code).toBe(first.violations === 0 ? 0 : 1)
  expect(first.traceHash).toMatch(/^[0-9a-f]{16}$/)
  expect(first.seconds).toBeGreaterThan(0)
  expect(first.simulatedSeconds).toBeGreaterThan(10_000)
  expect(first.hits.faults['power-off']).toBeGreaterThan(5)
  for (const key of ['traceHash', 'hits', 'simulatedSeconds', 'missing'])
    expect(second[key]).toStrictEqual(first[key])
})

test('for people it tells how fast it was and what was hit', { timeout: 120_000 }, async () => {
  const { out } = await run('--runs', '50', '--workers', '1')
  expect(out).toMatch(/^50 scenarios of seed 1 in [0-9.]+ s: all of them were played\.\n/)
  for (const words of [
    'scenarios a second',
    'simulated days a second and core',
    'Trace hash',
    ' power-off\n',
  ])
    expect(out).toContain(words)
})

test('where everything has to be hit, a sweep that is too short fails and says what was not', {
  timeout: 120_000,
}, async () => {
  const { code, out } = await run('--runs', '50', '--workers', '1', '--require-coverage')
  expect(code).toBe(1)
  expect(out).toMatch(/^NEVER HIT: (fault|reason|branch) /m)
})

test('it ends when its time is over', { timeout: 120_000 }, async () => {
  const { out } = await run('--time', '0.2', '--workers', '1', '--json')
  expect(JSON.parse(out)).toMatchObject({ end: 'time' })
})

describe('--resume', () => {
  test('a sweep that was killed goes on where it was, and comes to the same', {
    timeout: 120_000,
  }, async () => {
    const folder = scratchFolder()
    const state = join(folder, 'state.json')
    const argv = ['--runs', '1000000', '--seed', '3', '--workers', '1', '--resume', state]
    const killed = new Running('harep-sim.js', ['explore', ...argv])
    while (!existsSync(state) || runsIn(state) === 0) await new Promise(resolve => setTimeout(resolve, 20))
    killed.process.kill('SIGKILL')
    await killed.ended
    const kept = runsIn(state)
    const runs = String(kept + 60)
    const resumed = await run('--runs', runs, '--seed', '3', '--workers', '1', '--resume', state, '--json')
    const whole = await run('--runs', runs, '--seed', '3', '--workers', '2', '--json')
    const [a, b] = [JSON.parse(resumed.out), JSON.parse(whole.out)]
    expect(a.runs).toBe(kept + 60)
    for (const key of ['runs', 'traceHash', 'hits', 'violations']) expect(a[key]).toStrictEqual(b[key])
    expect(runsIn(state)).toBe(kept + 60)
    expect(readdirSync(folder).filter(name => name.endsWith('.tmp'))).toStrictEqual([])
  })

  test('a state of another sweep, and one that is none, is refused and kept', {
    timeout: 120_000,
  }, async () => {
    const state = join(scratchFolder(), 'state.json')
    await run('--runs', '50', '--seed', '3', '--workers', '1', '--resume', state)
    const before = readFileSync(state, 'utf8')
    const other = await run('--runs', '50', '--seed', '4', '--workers', '1', '--resume', state)
    expect([other.code, other.err]).toStrictEqual([
      2,
      expect.stringContaining('it is of a sweep with --seed 3'),
    ])
    const shard = await run('--runs', '50', '--seed', '3', '--shard', '1/2', '--resume', state)
    expect(shard.err).toContain('it is of a sweep with --shard 1/1')
    expect(readFileSync(state, 'utf8')).toBe(before)
    for (const text of ['', '{', '[]', '{"format":1}', before.replace('"runs":50', '"runs":-1')]) {
      writeFileSync(state, text)
      const { code, err } = await run('--runs', '50', '--seed', '3', '--resume', state)
      expect([code, err]).toStrictEqual([
        2,
        expect.stringContaining('it is not what explore --resume writes'),
      ])
      expect(readFileSync(state, 'utf8')).toBe(text)
    }
  })
})

test('where the state can no longer be kept in the end, the result is told all the same', {
  timeout: 120_000,
}, async () => {
  const folder = scratchFolder()
  const resume = join(folder, 'state.json')
  const { written, writer } = catching()
  const options = { runs: 5, timeSeconds: undefined, seed: 1, shard: { index: 1, of: 1 }, json: true }
  const rest = { workers: 1, failures: join(folder, 'failures'), requireCoverage: false, resume }
  const ended = explore({ ...options, ...rest }, writer)
  rmSync(resume)
  mkdirSync(resume)
  await expect(ended).rejects.toThrow(/--resume .*: it is a directory, and no regular file/)
  expect(JSON.parse(written.out)).toMatchObject({ runs: 5, end: 'runs' })
})

test('Ctrl-C ends it with what there is', { timeout: 120_000 }, async () => {
  const state = join(scratchFolder(), 'state.json')
  const sweep = new Running('harep-sim.js', [
    'explore',
    '--runs',
    '1000000',
    '--workers',
    '1',
    '--json',
    '--resume',
    state,
  ])
  while (!existsSync(state) || runsIn(state) === 0) await new Promise(resolve => setTimeout(resolve, 20))
  sweep.process.kill('SIGINT')
  const { code, out } = await sweep.ended
  const { runs, end, violations } = JSON.parse(out)
  expect(code).toBe(violations === 0 ? 130 : 1)
  expect(end).toBe('interrupted')
  expect(runsIn(state)).toBe(runs)
})

function runsIn(state: string): number {
  return JSON.parse(readFileSync(state, 'utf8')).tally.runs
}
