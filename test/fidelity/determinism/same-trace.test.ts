import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, expect, test } from 'vitest'
import { firstDifference } from '../first-difference.ts'

const run = promisify(execFile)
const ROOT = join(import.meta.dirname, '..', '..', '..')
const TSX = join(ROOT, 'node_modules', 'tsx', 'dist', 'cli.mjs')
const PROGRAM = join(import.meta.dirname, 'program.ts')
const CLUSTER = join(ROOT, 'fixtures', 'clusters', 'default.yaml')
const TRACE_BYTES_MAX = 64 * 1024 * 1024

const folder = mkdtempSync(join(tmpdir(), 'harep-determinism-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Where and how a process plays the same day. */
interface Surroundings {
  readonly cwd: string
  readonly TZ: string
  readonly LC_ALL: string
  /** A name in the scratch folder; undefined to pass values within the process. */
  readonly socket?: string
}

async function traceOf(seed: number, { cwd, socket, ...environment }: Surroundings): Promise<string> {
  const where = socket === undefined ? [] : [join(folder, socket)]
  const { stdout } = await run(process.execPath, [TSX, PROGRAM, CLUSTER, String(seed), ...where], {
    cwd,
    env: { PATH: process.env['PATH'], ...environment },
    maxBuffer: TRACE_BYTES_MAX,
  })
  return stdout
}

const HERE: Surroundings = { cwd: ROOT, TZ: 'UTC', LC_ALL: 'C' }

test('two processes with different time zones, locales, folders and socket paths trace the same day', async () => {
  const trace = await traceOf(1, HERE)
  const elsewhere = { cwd: tmpdir(), TZ: 'Pacific/Chatham', LC_ALL: 'tr_TR.UTF-8' }
  const others = [
    await traceOf(1, elsewhere),
    await traceOf(1, { ...HERE, socket: 'a' }),
    await traceOf(1, { ...elsewhere, socket: 'another-socket-with-a-longer-name' }),
  ]
  for (const other of others) expect(firstDifference(trace, other)).toBeUndefined()
  const lines = trace.split('\n')
  const count = (what: string) => lines.filter(line => line.includes(what)).length
  console.log(
    `${lines.length - 1} lines, ${trace.length} characters, the same in 4 processes: ` +
      `${count(' harep returned ')} runs of harep, ${count(' dies')} deaths of nodes, ${count('"SubmitManyJobs"')} submissions`,
  )
  expect(count(' harep returned ')).toBe(288)
  expect(count(' dies')).toBeGreaterThan(0)
  expect(count('"SubmitManyJobs"')).toBeGreaterThan(0)
})

test('another seed is another day', async () => {
  expect(firstDifference(await traceOf(1, HERE), await traceOf(2, HERE))).toBeDefined()
})
