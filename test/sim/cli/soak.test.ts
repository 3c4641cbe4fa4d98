import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { runSoak } from '../../../sim/cli/soak.ts'
import type { Ledger } from '../../../sim/soak/ledger.ts'
import { writeLedger } from '../../../sim/soak/ledger-file.ts'
import { aFinding, aLedger, aSoak } from '../soak/builders.ts'
import { catching, Running, runHarepSim, scratchFolder } from './fixture.ts'

async function run(...argv: readonly string[]) {
  return await runHarepSim(['soak', ...argv])
}

describe('what is of no use ends with 2, and nothing is written', () => {
  test.each<[readonly string[], RegExp]>([
    [[], /Name the ledger: --ledger FILE/],
    [['--time', '0'], /It must be a time such as 90s/],
    [['--time', '31d'], /up to 30 days/],
    [['--time', 'soon'], /It must be a time/],
    [['--workers', '0'], /from 1 to 256/],
    [['--ledger', 'never-written', '--merge', '/nowhere/at/all'], /There is no ledger '\/nowhere\/at\/all'/],
    [['--ledger', '/nowhere/at/all/ledger', '--time', '1'], /cannot be written \(ENOENT\)/],
    [['--ledger', '/dev/full', '--time', '1'], /The ledger '\/dev\/full' is a device/],
    [['--ledger', 'never-written', '--page', '/dev/null'], /The page '\/dev\/null' is a device/],
    [
      ['--ledger', 'never-written', '--page', '/nowhere/page'],
      /The page '\/nowhere\/page' cannot be written/,
    ],
    [
      ['--ledger', 'never-written', '--scenarios', '/dev/null'],
      /The folder '\/dev\/null' cannot be written to/,
    ],
    [['--ledger', 'never-written', '--merge', '/dev/full'], /The ledger '\/dev\/full' has more than/],
  ])('%j', async (argv, message) => {
    const { code, out, err } = await run(...argv)
    expect([code, out]).toEqual([2, ''])
    expect(err).toMatch(message)
    expect(existsSync('never-written')).toBe(false)
  })

  test('rubbish where the ledger should be', async () => {
    const file = join(scratchFolder(), 'ledger.json')
    writeFileSync(file, '{"format":1')
    const { code, err } = await run('--ledger', file, '--time', '1')
    expect(code).toBe(2)
    expect(err).toMatch(/is not what harep-sim soak writes/)
    expect(readFileSync(file, 'utf8')).toBe('{"format":1')
  })
})

test('ledgers are merged, the page and the scenarios of what is open are written, and open findings are told', async () => {
  const folder = scratchFolder()
  const path = (name: string) => join(folder, name)
  writeLedger(path('a'), aLedger([aSoak()], [aFinding()]))
  writeLedger(path('b'), aLedger([aSoak({ id: 'b' })], [aFinding({ key: 'z', status: 'fixed' })]))
  const argv = ['--ledger', path('all'), '--page', path('page.html'), '--scenarios', path('found')]
  const { code, out } = await run(...argv, '--merge', path('a'), path('b'))
  expect(code).toBe(1)
  expect(out).toMatch(/^200 scenarios in 2 soaks/)
  expect(out).toMatch(/1 open finding, 1 fixed/)
  expect(out).toMatch(/NEW holds: vm1 is wrong\n {2}replay: harep-sim replay .*holds-[0-9a-f]{16}\.yaml\n/)
  expect(readFileSync(path('page.html'), 'utf8')).toMatch(/^<!DOCTYPE html>/)
  expect(readdirSync(path('found'))).toHaveLength(1)
  expect(JSON.parse(readFileSync(path('all'), 'utf8')).soaks).toHaveLength(2)
})

test('a soak that is interrupted, or killed, has kept its ledger; the next one goes on', async () => {
  const folder = scratchFolder()
  const file = join(folder, 'ledger.json')
  const soak = (time: string) =>
    new Running('harep-sim.js', [
      'soak',
      '--time',
      time,
      '--ledger',
      file,
      '--workers',
      '1',
      '--scenarios',
      join(folder, 'found'),
    ])
  const killed = soak('1h')
  await until(() => existsSync(file))
  killed.process.kill('SIGKILL')
  await killed.ended
  const kept: Ledger = JSON.parse(readFileSync(file, 'utf8'))
  expect(kept.soaks).toHaveLength(1)
  const { code } = await soak('1s').ended
  const { soaks }: Ledger = JSON.parse(readFileSync(file, 'utf8'))
  expect(soaks).toHaveLength(2)
  const [next] = soaks.filter(({ id }) => id !== kept.soaks[0]?.id)
  expect(next?.first).toBe(kept.soaks[0]?.scenarios)
  expect(next?.scenarios).toBeGreaterThan(0)
  expect([0, 1]).toContain(code)
}, 60_000)

test('a known scenario that has failed is told, and ends with 1; where ledgers are merged none is played', async () => {
  const folder = scratchFolder()
  const corpus = scratchFolder()
  const example = join(
    import.meta.dirname,
    '..',
    '..',
    '..',
    'fixtures',
    'scenarios',
    'watcher-during-recreation.yaml',
  )
  const text = readFileSync(example, 'utf8').replace('data: anew', 'data: kept')
  writeFileSync(join(corpus, 'broke.yaml'), text)
  const options = { time: 0.1, seed: 1, workers: 1, scenarios: join(folder, 'found') }
  const ledger = join(folder, 'ledger.json')
  const soaked = catching()
  expect(await runSoak({ ...options, ledger }, soaked.writer, corpus)).toBe(1)
  expect(soaked.written.out).toMatch(/\nFAILED known scenario .*broke\.yaml: /)
  const merged = catching()
  expect(await runSoak({ ...options, ledger, merge: [ledger] }, merged.writer, corpus)).toBe(0)
  expect(merged.written.out).not.toContain('FAILED')
}, 60_000)

test('where the page can no longer be written in the end, the outcome is told all the same', async () => {
  const folder = scratchFolder()
  const [ledger, page] = [join(folder, 'ledger'), join(folder, 'page.html')]
  const soaked = catching()
  const options = { time: 0.1, seed: 1, workers: 1, scenarios: join(folder, 'found'), ledger, page }
  const ended = runSoak(options, soaked.writer, scratchFolder())
  mkdirSync(page)
  await expect(ended).rejects.toThrow(/The page '.*' is a directory/)
  expect(soaked.written.out).toMatch(/^\d+ scenarios? in 1 soak/)
}, 60_000)

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise(resolve => setTimeout(resolve, 20))
}
