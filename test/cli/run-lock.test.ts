import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type RunLock, takeRunLock } from '../../src/cli/run-lock.ts'
import { harep } from './harep-in-process.ts'
import { served } from './served.ts'

const HOLDER = join(import.meta.dirname, 'run-lock-holder.ts')

async function socket(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'harep-test-'))
  const path = join(folder, 'socket')
  const server = createServer()
  await new Promise<void>(resolve => server.listen(path, resolve))
  onTestFinished(() => {
    server.close()
    rmSync(folder, { recursive: true })
  })
  return path
}

function held(lock: RunLock): () => void {
  if (lock.kind !== 'held') throw new Error(`the lock is ${JSON.stringify(lock)}`)
  return lock.release
}

describe('the lock', () => {
  test('is one for a socket by all its names, and free again, without a trace, once it is released', async () => {
    const path = await socket()
    const link = `${path}.link`
    symlinkSync(path, link)
    const release = held(takeRunLock(path))
    expect(takeRunLock(link)).toMatchObject({ kind: 'busy', path: `${path}.harep-lock` })
    release()
    held(takeRunLock(link))()
    expect(readdirSync(dirname(path)).sort()).toEqual(['socket', 'socket.link'])
  })

  test('of one socket is not that of another beside it', async () => {
    const [first, second] = [await socket(), await socket()]
    const releases = [takeRunLock(first), takeRunLock(second)].map(held)
    for (const release of releases) release()
  })

  test('is free as soon as its holder is killed', async () => {
    const path = await socket()
    const holder = spawn(process.execPath, ['--import', 'tsx', HOLDER, path], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    await once(holder.stdout, 'data')
    expect(takeRunLock(path).kind).toBe('busy')
    holder.kill('SIGKILL')
    await once(holder, 'exit')
    expect(existsSync(`${path}.harep-lock`)).toBe(true)
    held(takeRunLock(path))()
  })

  test('is never taken through a symbolic link', async () => {
    const path = await socket()
    const victim = join(dirname(path), 'victim')
    writeFileSync(victim, '')
    symlinkSync(victim, `${path}.harep-lock`)
    expect(takeRunLock(path)).toMatchObject({ kind: 'unavailable', why: expect.stringContaining('ELOOP') })
  })

  test.each(['/nonexistent/socket', '/dev/null', '', 'a\0b'])('needs a socket: %j', path => {
    expect(takeRunLock(path)).toEqual({ kind: 'no-socket' })
  })
})

describe('two runs at once', () => {
  test.each([
    [[], 'Repair begun: failover'],
    [['--classic'], 'Executing ArFailover'],
  ])('submit each repair once: %j', async (extra, done) => {
    const { cluster, path } = await served()
    cluster.setNodeOffline('node2', true)
    const args = [`-L${path}`, '--job-delay=0', ...extra]
    const [first, second] = await Promise.all([harep(args), harep(args)])
    expect([first.code, second.code]).toEqual([0, 0])
    expect(first.out).toContain(done)
    expect(second.out).toMatch(/^Another run of harep is at work here .*\n$/)
    expect(second.err).toBe('')
  })

  test('a dry run goes on beside another', async () => {
    const { path } = await served()
    const release = held(takeRunLock(path))
    const { code, out } = await harep([`-L${path}`, '--dry-run'])
    release()
    expect({ code, counted: out.includes('Healthy: 2') }).toEqual({ code: 0, counted: true })
  })
})

describe('without the command flock', () => {
  test.each([
    [[], /^Warning: other runs are not kept .* flock does not run \(ENOENT\)\n$/],
    [['--classic'], /^$/],
  ])('a run goes on: %j', async (extra, err) => {
    const { path } = await served()
    const before = process.env['PATH']
    process.env['PATH'] = dirname(path)
    onTestFinished(() => {
      process.env['PATH'] = before
    })
    const result = await harep([`-L${path}`, ...extra])
    expect(result.code).toBe(0)
    expect(result.err).toMatch(err)
  })
})
