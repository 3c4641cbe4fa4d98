import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { served } from './served.ts'

const ROOT = join(import.meta.dirname, '..', '..')

/** Runs bin/harep.js as a process; one that does not end within the limit of the test fails it. */
async function process(
  ...args: string[]
): Promise<{ readonly code: number | null; readonly out: string; readonly err: string }> {
  const child = spawn(globalThis.process.execPath, [join(ROOT, 'bin', 'harep.js'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const printed = { out: '', err: '' }
  child.stdout.setEncoding('utf8').on('data', text => {
    printed.out += text
  })
  child.stderr.setEncoding('utf8').on('data', text => {
    printed.err += text
  })
  const code = await new Promise<number | null>(resolve => child.on('close', resolve))
  return { code, ...printed }
}

test('--version tells the version of the package', async () => {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  const { code, out } = await process('--version')
  expect({ code, first: out.split('\n')[0] }).toEqual({ code: 0, first: `harep (ganeti) version ${version}` })
})

test('a run against a served cluster repairs it and ends at once, with nothing left that keeps it alive', async () => {
  const { cluster, path } = await served()
  cluster.setNodeOffline('node2', true)
  const began = performance.now()
  const { code, out, err } = await process(`-L${path}`, '--job-delay=0')
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(out).toContain('Pending repair: 1\n')
  expect(cluster.snapshot().instances[0]).toMatchObject({ primary: 'node3', status: 'running' })
  // A timer of the connection that is not cleared would keep the process for 30 seconds more.
  expect(performance.now() - began).toBeLessThan(25_000)
})

test('exit codes: 1 without a socket, 2 for a wrong option', async () => {
  expect((await process('-L/nonexistent')).code).toBe(1)
  expect((await process('--nonsense')).code).toBe(2)
})
