import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isJsonObject, type JsonValue } from '../../../src/cluster/json.ts'
import { LuxiConnection } from '../../../src/luxi/socket-transport.ts'
import { RawClient, requestText, scriptedService, serve, until } from './fixture.ts'

const methodOf = (request: JsonValue) => (isJsonObject(request) ? (request['method'] ?? null) : null)
const ok = (result: JsonValue) => ({ success: true, result })

describe('requests', () => {
  test('are answered in order, in one envelope each, on a connection that stays open', async () => {
    const { path } = await serve(scriptedService(methodOf))
    const client = new RawClient(path)
    client.send(requestText('A'))
    expect(await client.messages(1)).toEqual([ok('A')])
    client.send(requestText('B'))
    expect(await client.messages(2)).toEqual([ok('A'), ok('B')])
    expect(client.text).toBe('{"success":true,"result":"A"}\u0003{"success":true,"result":"B"}\u0003')
    expect(client.isEnded).toBe(false)
  })

  test('that are sent together are carried out one by one', async () => {
    const service = scriptedService(() => undefined)
    const { path } = await serve(service)
    const client = new RawClient(path)
    client.send(requestText('A') + requestText('B') + requestText('C').slice(0, 4))
    await until(() => service.requests.length > 0)
    client.send(requestText('C').slice(4))
    await new Promise(resolve => setTimeout(resolve, 30))
    expect(service.requests.map(methodOf)).toEqual(['A'])
    service.replies[0]?.({ ...ok('a'), close: false })
    await until(() => service.requests.length > 1)
    expect(service.requests.map(methodOf)).toEqual(['A', 'B'])
    service.replies[1]?.({ ...ok('b'), close: false })
    await until(() => service.requests.length > 2)
    service.replies[2]?.({ ...ok('c'), close: false })
    expect(await client.messages(3)).toEqual([ok('a'), ok('b'), ok('c')])
  })

  test('may arrive in any pieces', async () => {
    const service = scriptedService(request => request)
    const { path } = await serve(service)
    const requests = [{ method: 'A', args: [] }, [1, 'x'], { a: { b: [null] } }] as const
    const bytes = Buffer.from(requests.map(request => `${JSON.stringify(request)}\u0003`).join(''))
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(bytes.length), { maxLength: 8 }), async cuts => {
        const client = new RawClient(path)
        let from = 0
        for (const cut of [...cuts, bytes.length].sort((a, b) => a - b)) {
          client.send(bytes.subarray(from, cut))
          from = cut
          await new Promise(resolve => setImmediate(resolve))
        }
        expect(await client.messages(3)).toEqual(requests.map(ok))
        client.socket.destroy()
      }),
      { numRuns: 20 },
    )
  })

  test('of one connection do not wait for those of another', async () => {
    const service = scriptedService(request => (methodOf(request) === 'WAIT' ? undefined : 'now'))
    const { path } = await serve(service)
    const blocked = new RawClient(path)
    blocked.send(requestText('WAIT') + requestText('AFTER'))
    await until(() => service.replies.length === 1)
    const clients = Array.from({ length: 20 }, () => new RawClient(path))
    for (const client of clients) client.send(requestText('OTHER'))
    for (const client of clients) expect(await client.messages(1)).toEqual([ok('now')])
    expect(blocked.text).toBe('')
    service.replies[0]?.({ ...ok('waited'), close: false })
    expect(await blocked.messages(2)).toEqual([ok('waited'), ok('now')])
  })

  test('may have any characters, but of those in an answer luxid sends eight bits', async () => {
    const service = scriptedService(() => 'é€')
    const { path } = await serve(service)
    const client = new RawClient(path)
    client.socket.setEncoding('latin1')
    client.send(requestText('☃'))
    expect(await client.messages(1)).toEqual([ok('\u00e9\u00ac')])
    expect(service.requests.map(methodOf)).toEqual(['☃'])
  })

  test("are understood as harep's own client sends them, in sizes beyond every buffer", async () => {
    const { path } = await serve(scriptedService(request => request))
    const connection = await LuxiConnection.connect(path)
    const args = ['x'.repeat(3_000_000), 'y']
    expect(await connection.call('Echo', args)).toEqual({ method: 'Echo', args })
    expect(await connection.call('Echo', [])).toEqual({ method: 'Echo', args: [] })
    connection.close()
  })
})

describe('the connection ends', () => {
  test.each([
    ['no JSON', Buffer.from('hello\u0003'), 'hello'],
    ['an empty message', Buffer.from('\u0003'), ''],
    ['bad UTF-8', Buffer.from([0x22, 0xff, 0x22, 0x03]), '"\ufffd"'],
    ['JSON that is neither object nor list', Buffer.from('17\u0003'), '17'],
  ])('after %s, with the answer of the service', async (_name, bytes, text) => {
    const service = scriptedService(() => 'never')
    const { path } = await serve(service)
    const client = new RawClient(path)
    client.send(bytes)
    await client.ended()
    expect(await client.messages(1)).toEqual([{ success: false, result: 'Failed to parse request' }])
    expect(service.unparsed).toEqual([text])
    expect(service.requests).toEqual([])
  })

  test('where the service says so, and what was sent behind is not carried out', async () => {
    const service = scriptedService(() => undefined)
    const { path } = await serve(service)
    const client = new RawClient(path)
    client.send(requestText('A') + requestText('B'))
    await until(() => service.replies.length === 1)
    service.replies[0]?.({ success: false, result: 'no', close: true })
    await client.ended()
    expect(await client.messages(1)).toEqual([{ success: false, result: 'no' }])
    expect(service.requests).toHaveLength(1)
  })

  test('after a request that is too large, which is not read to its end', async () => {
    const service = scriptedService(() => 'never')
    const { path } = await serve(service, { limits: { requestBytesMax: 1000 } })
    const client = new RawClient(path)
    client.send('x'.repeat(1001))
    await client.ended()
    expect(client.text).toMatch(
      /^\{"success":false,"result":"Failed to parse request: it has more than 1000 bytes/,
    )
    expect(service.requests).toEqual([])
    expect(service.unparsed).toEqual([])
  })

  test('after a silence, but not while the service takes its time', async () => {
    const service = scriptedService(() => undefined)
    const { path } = await serve(service, { limits: { silenceMs: 60 } })
    const waiting = new RawClient(path)
    waiting.send(requestText('WAIT'))
    const idle = new RawClient(path)
    idle.send('{"method"')
    await idle.ended()
    await new Promise(resolve => setTimeout(resolve, 100))
    expect(waiting.isEnded).toBe(false)
    service.replies[0]?.({ ...ok('late'), close: false })
    await waiting.ended()
    expect(await waiting.messages(1)).toEqual([ok('late')])
  })

  test('once a client that closed its half has all its answers', async () => {
    const service = scriptedService(methodOf)
    const { path } = await serve(service)
    const client = new RawClient(path)
    client.socket.end(requestText('A') + requestText('B'))
    await client.ended()
    expect(await client.messages(2)).toEqual([ok('A'), ok('B')])
  })

  test('without an answer where the service fails, which is told', async () => {
    const defects: unknown[] = []
    const service = {
      handle: () => {
        throw new Error('broken')
      },
      unparsable: () => ({ success: false, result: '', close: true }),
    }
    const { path } = await serve(service, { onDefect: error => defects.push(error) })
    const client = new RawClient(path)
    client.send(requestText('A'))
    await client.ended()
    expect(client.text).toBe('')
    expect(defects).toEqual([new Error('broken')])
  })
})

describe('a client that does not read', () => {
  test('is not read from either, and gets everything once it reads', async () => {
    const answer = 'a'.repeat(1_000_000)
    const service = scriptedService(() => answer)
    const { path } = await serve(service)
    const client = new RawClient(path)
    client.socket.pause()
    const count = 8
    client.send(requestText('BIG').repeat(count))
    await until(() => service.requests.length > 0)
    await new Promise(resolve => setTimeout(resolve, 100))
    // A megabyte is more than a socket holds: the second request is not begun before the first answer is taken.
    expect(service.requests.length).toBe(1)
    client.socket.resume()
    expect(await client.messages(count)).toEqual(Array.from({ length: count }, () => ok(answer)))
  })

  test('is given up after the time limit', async () => {
    const { server, path } = await serve(
      scriptedService(() => 'a'.repeat(4_000_000)),
      { limits: { silenceMs: 60 } },
    )
    const client = new RawClient(path)
    client.socket.pause()
    client.send(requestText('BIG'))
    await until(() => server.connectionCount === 1)
    await until(() => server.connectionCount === 0)
  })

  test('or that leaves while it is served does no harm', async () => {
    const service = scriptedService(() => undefined)
    const { server, path } = await serve(service)
    const client = new RawClient(path)
    client.send(requestText('WAIT'))
    await until(() => service.replies.length === 1)
    client.socket.destroy()
    service.replies[0]?.({ ...ok('a'.repeat(1_000_000)), close: false })
    await until(() => server.connectionCount === 0)
    const next = new RawClient(path)
    next.send(requestText('NEXT'))
    await until(() => service.replies.length === 2)
  })
})
