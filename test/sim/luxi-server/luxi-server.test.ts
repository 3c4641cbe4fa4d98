import { spawnSync } from 'node:child_process'
import { existsSync, lstatSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { LuxiServer } from '../../../sim/luxi-server/luxi-server.ts'
import { ServerSocketError } from '../../../sim/luxi-server/socket-error.ts'
import { RawClient, requestText, scratchFolder, scriptedService, serve, until } from './fixture.ts'

const answering = () => scriptedService(() => 'pong')

async function failureAt(path: string): Promise<string> {
  try {
    const server = await LuxiServer.listen({ path, service: answering(), onDefect: () => {} })
    await server.close()
  } catch (error) {
    if (error instanceof ServerSocketError) return error.message
    throw error
  }
  return 'it listens'
}

/** The file of a server that was killed: bound by a process that has ended without removing it. */
function staleSocket(path: string): void {
  const script = `require('node:net').createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 'SIGKILL'))`
  spawnSync(process.execPath, ['-e', script])
  expect(lstatSync(path).isSocket()).toBe(true)
}

async function asks(path: string): Promise<string> {
  const client = new RawClient(path)
  client.send(requestText('Ping'))
  await client.messages(1)
  return client.text
}

describe('the socket file', () => {
  test('is open to the owner and the group at most, whatever the umask, which stays as it was', async () => {
    const before = process.umask(0)
    onTestFinished(() => {
      process.umask(before)
    })
    const { path } = await serve(answering())
    expect(lstatSync(path).mode & 0o777).toBe(0o660)
    expect(process.umask(0o077)).toBe(0)
    const { path: strict } = await serve(answering())
    expect(lstatSync(strict).mode & 0o777).toBe(0o600)
  })

  test('of a live server is left alone', async () => {
    const { path } = await serve(answering())
    expect(await failureAt(path)).toMatch(/^Another server listens on the socket '.*'\. Stop it/)
    expect(await asks(path)).toContain('pong')
  })

  test('of a dead server is replaced', async () => {
    const path = join(scratchFolder(), 'luxi')
    staleSocket(path)
    await serve(answering(), { path })
    expect(await asks(path)).toContain('pong')
  })

  test('is gone after close, with all connections, and close may be called again', async () => {
    const { server, path } = await serve(scriptedService(() => undefined))
    const waiting = new RawClient(path)
    waiting.send(requestText('WAIT'))
    const idle = new RawClient(path)
    await until(() => server.connectionCount === 2)
    await server.close()
    expect(existsSync(path)).toBe(false)
    await waiting.ended()
    await idle.ended()
    await server.close()
  })
})

describe('a path that is no use', () => {
  test('a file is never removed', async () => {
    const path = join(scratchFolder(), 'precious')
    writeFileSync(path, 'data')
    expect(await failureAt(path)).toMatch(/is a file and not a socket; it is left as it is/)
    expect(readFileSync(path, 'utf8')).toBe('data')
  })

  test('nor is a directory or a symbolic link, even to a dead socket', async () => {
    const folder = scratchFolder()
    mkdirSync(join(folder, 'sub'))
    expect(await failureAt(join(folder, 'sub'))).toMatch(/is a directory and not a socket/)
    staleSocket(join(folder, 'dead'))
    symlinkSync('dead', join(folder, 'link'))
    expect(await failureAt(join(folder, 'link'))).toMatch(/is a symbolic link and not a socket/)
    expect(lstatSync(join(folder, 'dead')).isSocket()).toBe(true)
  })

  test.each([
    ['', /^The path of the socket is empty/],
    ['/tmp/a\0b', /has a NUL in it/],
    [`/tmp/${'é'.repeat(60)}`, /is too long: '.*' has 125 bytes, and the system allows 107/],
    ['/no/such/folder/luxi', /There is no directory '\/no\/such\/folder'/],
    ['/dev/null/luxi', /There is no directory '\/dev\/null'/],
  ])('%j', async (path, message) => {
    expect(await failureAt(path)).toMatch(message)
  })

  test('the longest path that the system allows is one', async () => {
    const folder = scratchFolder()
    const path = join(folder, 'x'.repeat(107 - folder.length - 1))
    expect(path).toHaveLength(107)
    expect(await failureAt(path)).toBe('it listens')
  })
})

test('one connection too many is closed, the others are served', async () => {
  const { server, path } = await serve(answering(), { limits: { connectionsMax: 2 } })
  const first = [new RawClient(path), new RawClient(path)]
  await until(() => server.connectionCount === 2)
  const third = new RawClient(path)
  await third.ended()
  expect(third.text).toBe('')
  for (const client of first) {
    client.send(requestText('Ping'))
    await client.messages(1)
    expect(client.text).toContain('pong')
  }
})
