import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { SMALL_PLAY } from '../timeline/entries.ts'
import { runHarepSim, scratchFolder } from './fixture.ts'

const SCENARIO = join(import.meta.dirname, '..', '..', '..', 'fixtures', 'scenarios', 'dead-primary.yaml')

async function run(...args: readonly string[]) {
  return await runHarepSim(['timeline', ...args])
}

function traceFile(): string {
  const file = join(scratchFolder(), 'trace.json')
  writeFileSync(file, JSON.stringify(SMALL_PLAY))
  return file
}

test('a scenario is played and drawn into a file', async () => {
  const file = join(scratchFolder(), 'out.html')
  expect(await run(SCENARIO, '-o', file)).toEqual({ code: 0, out: '', err: '' })
  expect(readFileSync(file, 'utf8')).toMatch(/^<!doctype html>/)
})

test('a trace is told as text, and compared with a scenario', async () => {
  const trace = traceFile()
  expect((await run(trace, '--text')).out).toContain('node2 has power again')
  expect((await run(trace, SCENARIO, '--text')).out).toMatch(/^The first event that differs: number 1, /)
})

test('what cannot be read, or written, is told with what to do', async () => {
  expect((await run('/nowhere.yaml')).err).toMatch(/^Error: There is no scenario file/)
  const failed = await run(traceFile(), '-o', '/nowhere/out.html')
  expect(failed).toMatchObject({
    code: 2,
    err: "Error: The file '/nowhere/out.html' cannot be written (ENOENT).\n",
  })
})
