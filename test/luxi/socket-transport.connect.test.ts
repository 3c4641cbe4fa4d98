import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { LuxiConnectError } from '../../src/luxi/luxi-error.ts'
import { LuxiConnection, type LuxiOptions } from '../../src/luxi/socket-transport.ts'
import { failureOf, pause, type TimerWatch, watchTimers } from './peer.ts'

let timers: TimerWatch

beforeEach(() => {
  timers = watchTimers()
})

afterEach(() => timers.stop())

describe('connect', () => {
  const folder = mkdtempSync(join(tmpdir(), 'luxi-connect-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  async function connectFailureAt(path: string, options: LuxiOptions = {}): Promise<Error> {
    const error = await failureOf(LuxiConnection.connect(path, options))
    if (!(error instanceof LuxiConnectError)) throw error
    expect(error.message).not.toContain('Network.Socket')
    expect(timers.pending()).toBe(0)
    return error.withOriginalWords()
  }

  test('no socket there', async () => {
    const error = await connectFailureAt(join(folder, 'absent'))
    expect(error.message).toContain('<socket: 3>: does not exist (No such file or directory)')
    expect(error.message).toContain(`there is no Luxi socket '${folder}/absent'`)
  })

  test('a directory, a file, and what lies below a file', async () => {
    mkdirSync(join(folder, 'directory'))
    writeFileSync(join(folder, 'file'), '')
    const directory = await connectFailureAt(join(folder, 'directory'))
    expect(directory.message).toMatch(/\(Connection refused\).* is a directory, not a socket/)
    const file = await connectFailureAt(join(folder, 'file'))
    expect(file.message).toMatch(/\(Connection refused\).* is a file, not a socket/)
    expect((await connectFailureAt(join(folder, 'file', 'q'))).message).toContain('No such file or directory')
  })

  test('a path that is empty, has a NUL or is too long is refused before the system sees it', async () => {
    expect((await connectFailureAt('')).message).toContain('is empty')
    expect((await connectFailureAt(`${folder}/\0`)).message).toContain('NUL')
    const long = join(folder, 'ü'.repeat(100))
    expect((await connectFailureAt(long)).message).toContain(`has ${Buffer.byteLength(long)} bytes`)
  })

  test('a socket whose server is dead', async () => {
    const path = join(folder, 'dead')
    await python(
      `s.bind(${JSON.stringify(path)}); s.listen(1); print("ready", flush=True)`,
      async () => undefined,
    )
    const error = await connectFailureAt(path)
    expect(error.message).toMatch(/\(Connection refused\).* is there, but nobody listens on it/)
  })

  test('a full backlog is asked again, until the time is over or there is room', async () => {
    const path = join(folder, 'full')
    const script = `s.bind(${JSON.stringify(path)}); s.listen(0); print("ready", flush=True); sys.stdin.readline(); c = s.accept(); sys.stdin.readline()`
    await python(script, async tell => {
      const first = await LuxiConnection.connect(path)
      const startMs = performance.now()
      const error = await connectFailureAt(path, { connectMs: 100 })
      expect(error.message).toContain('did not take a connection')
      expect(performance.now() - startMs).toBeGreaterThanOrEqual(95)
      const second = LuxiConnection.connect(path, { connectMs: 5000 })
      await pause(50)
      tell()
      const connected = await second
      connected.close()
      first.close()
    })
  })
})

/** Runs a Python script that has a Unix socket `s`; once it has printed a line, `use`; then ends it. */
async function python(script: string, use: (tell: () => void) => Promise<void>): Promise<void> {
  const code = `import socket, sys; s = socket.socket(socket.AF_UNIX); ${script}`
  const child = spawn('python3', ['-c', code], { stdio: ['pipe', 'pipe', 'inherit'] })
  const ended = new Promise(resolve => child.once('exit', resolve))
  try {
    await new Promise(resolve => child.stdout.once('data', resolve))
    await use(() => child.stdin.write('go\n'))
  } finally {
    child.kill()
    await ended
  }
}
