import { describe, expect, test } from 'vitest'
import { GanetiError, LuxiClosedError, LuxiMalformedError } from '../../src/luxi/luxi-error.ts'
import { UnreadTable } from '../../src/luxi/unread-table.ts'
import { useConnections } from './connections.ts'
import { eachRequest, failureOf, pause, success } from './peer.ts'

const { connectTo, answering, peers, timers } = useConnections()

describe('callTable', () => {
  const table = '{"success":true,"result":{"fields":[],"data":[[[0,"i1"]],[[0,"i2"]]]}}\u0003'

  test('leaves the rows of a table unread', async () => {
    const connection = await answering([table, table])
    const answer = await connection.callTable('Query', [])
    if (!(answer instanceof UnreadTable)) throw new Error('the table was read')
    expect([...answer.pieces()].flat()).toEqual([[[0, 'i1']], [[0, 'i2']]])
    expect(await connection.call('Query', [])).toEqual({ fields: [], data: [[[0, 'i1']], [[0, 'i2']]] })
  })

  test('gives any other answer as call does, and a failure as an error', async () => {
    const failure = '{"success":false,"result":["OpPrereqError",["no such thing","unknown_entity"]]}\u0003'
    const connection = await answering(['{"success":true,"result":{"data":5}}\u0003', failure, table])
    expect(await connection.callTable('Query', [])).toEqual({ data: 5 })
    await expect(connection.callTable('Query', [])).rejects.toThrow(GanetiError)
    expect(await connection.callTable('Query', [])).toBeInstanceOf(UnreadTable)
  })

  test('ends the connection at an answer that is no JSON, as call does', async () => {
    const connection = await answering(['{"success":true,"result":{"data":[[[0,\u0003'])
    await expect(connection.callTable('Query', [])).rejects.toThrow('That was the answer to Query')
    await expect(connection.callTable('Query', [])).rejects.toThrow(LuxiClosedError)
  })
})

describe('a conversation', () => {
  test('each call sends one request and gets the answer to it', async () => {
    const requests: string[] = []
    const connection = await connectTo(socket =>
      eachRequest(socket, (text, index) => {
        requests.push(text)
        socket.write(success(index))
      }),
    )
    expect(await connection.call('Query', ['node', ['name'], null])).toBe(0)
    expect(await connection.call('QueryClusterInfo', [])).toBe(1)
    expect(requests).toEqual([
      '{"method":"Query","args":["node",["name"],null]}',
      '{"method":"QueryClusterInfo","args":[]}',
    ])
  })

  test('an answer that comes byte by byte is the same answer', async () => {
    const connection = await connectTo(socket =>
      eachRequest(socket, async () => {
        for (const byte of Buffer.from(success('größer'))) {
          socket.write(Uint8Array.of(byte))
          await pause(1)
        }
      }),
    )
    expect(await connection.call('Query', [])).toBe('größer')
  })

  test('after an error of Ganeti the connection stays usable', async () => {
    const failed = '{"success":false,"result":["GenericError",["x"]]}\u0003'
    const connection = await answering([failed, success(1)])
    const error = await failureOf(connection.call('Query', []))
    expect(error).toBeInstanceOf(GanetiError)
    expect(error.message).toBe('Unhandled Ganeti error: x')
    expect(await connection.call('Query', [])).toBe(1)
  })

  test('a request of 20 MB gets through to a peer that reads slowly', async () => {
    let receivedBytes = 0
    const connection = await connectTo(
      socket => {
        socket.on('data', (chunk: Buffer) => {
          receivedBytes += chunk.length
          socket.pause()
          setTimeout(() => socket.resume(), 5)
          if (chunk.at(-1) === 3) socket.write(success('done'))
        })
      },
      { silenceMs: 600 },
    )
    const startMs = performance.now()
    expect(await connection.call('SubmitManyJobs', ['x'.repeat(20_000_000)])).toBe('done')
    // Longer than the limit of silence, which each piece that gets through starts anew.
    expect(performance.now() - startMs).toBeGreaterThan(700)
    expect(receivedBytes).toBe(20_000_000 + '{"method":"SubmitManyJobs","args":[""]}'.length + 1)
  })

  test('a second call while one is outstanding is a mistake, and does the first no harm', async () => {
    const connection = await answering([success(1)])
    const first = connection.call('Query', [])
    const error = await failureOf(connection.call('QueryJobs', []))
    expect(error.message).toBe('QueryJobs was called while Query is outstanding on the same connection')
    expect(await first).toBe(1)
  })

  test('neither connecting nor a finished call leaves a timer behind', async () => {
    const connection = await answering([success(1), '{"success":false,"result":"x"}\u0003'])
    expect(timers.pending()).toBe(0)
    await connection.call('Query', [])
    expect(timers.pending()).toBe(0)
    await failureOf(connection.call('Query', []))
    expect(timers.pending()).toBe(0)
  })
})

describe('a connection that ends', () => {
  test.each([0, 1, 10, 30])('after %i bytes of an answer', async bytes => {
    const connection = await connectTo(socket =>
      eachRequest(socket, () => socket.end(success('some text to be cut').slice(0, bytes))),
    )
    const error = await failureOf(connection.call('Query', []))
    expect(error).toBeInstanceOf(LuxiClosedError)
    expect(error.message).toMatch(/'\/.*\/q' ended the connection before answering Query .*end of file/)
    expect(error.message).toContain(`(${bytes} bytes received)`)
  })

  test('at once after it was accepted', async () => {
    const connection = await connectTo(socket => socket.destroy())
    expect(await failureOf(connection.call('Query', ['x'.repeat(1_000_000)]))).toBeInstanceOf(LuxiClosedError)
  })

  test('while a large request is being sent', async () => {
    const connection = await connectTo(socket => socket.once('data', () => socket.destroy()))
    expect(await failureOf(connection.call('Query', ['x'.repeat(10_000_000)]))).toBeInstanceOf(
      LuxiClosedError,
    )
  })

  test('while nothing is asked: the next call says so and is not sent', async () => {
    const connection = await answering([success(1)])
    await connection.call('Query', [])
    await peers[0]?.stop()
    await pause(20)
    const error = await failureOf(connection.call('Query', []))
    expect(error).toBeInstanceOf(LuxiClosedError)
    expect(error.message).toContain('while nothing was asked')
  })

  test('by close(): the outstanding call and each later one end in LuxiClosedError, and close() may be repeated', async () => {
    const connection = await answering([])
    const outstanding = failureOf(connection.call('Query', []))
    connection.close()
    connection.close()
    expect((await outstanding).message).toContain('was closed by harep')
    expect(await failureOf(connection.call('Query', []))).toBeInstanceOf(LuxiClosedError)
    expect(timers.pending()).toBe(0)
  })
})

describe('an answer that is none', () => {
  const text = (bytes: string | Uint8Array) =>
    typeof bytes === 'string' ? bytes : Buffer.from(bytes).toString('hex')
  test.each<[string | Uint8Array, string]>([
    ['hello\u0003', 'must begin with { or ['],
    ['\u0003', 'must begin with { or ['],
    ['[]\u0003', 'is no object: []'],
    ['{"success":1,"result":{}}\u0003', 'neither true nor false'],
    ['{"success":true}\u0003', "has no 'result'"],
    ['{"success":true,"result":}\u0003', 'is no JSON: at character 25'],
    [`${'['.repeat(100_000)}\u0003`, 'levels of brackets'],
    [Uint8Array.of(0x7b, 0xff, 0xfe, 0x03), 'is no JSON: at character 1'],
  ])('case %#', async (answer, message) => {
    const connection = await answering([answer])
    const error = await failureOf(connection.call('Query', []))
    expect(error, text(answer)).toBeInstanceOf(LuxiMalformedError)
    expect(error.message).toContain(message)
    expect(error.message).toMatch(/That was the answer to Query on the socket '.*'\.$/)
    expect(timers.pending()).toBe(0)
    const later = await failureOf(connection.call('QueryJobs', []))
    expect(later).toBeInstanceOf(LuxiClosedError)
    expect(later.message).toMatch(/^QueryJobs was not sent: .* is closed already/)
  })

  test.each([success(2), 'xx', '\u0003', '{"success":true,'])(
    'bytes after an answer, %j, are never taken for the next one',
    async more => {
      const connection = await answering([success(1) + more, success(3)])
      expect(await connection.call('Query', [])).toBe(1)
      const error = await failureOf(connection.call('Query', []))
      expect(error).toBeInstanceOf(LuxiMalformedError)
      expect(error.message).toContain('sent bytes that nobody asked for')
    },
  )

  test('bytes before any request are refused, and shown escaped', async () => {
    const connection = await connectTo(socket => socket.write('\u001b[2J220 mail ready'))
    await pause(20)
    const error = await failureOf(connection.call('Query', []))
    expect(error).toBeInstanceOf(LuxiMalformedError)
    expect(error.message).toContain("'\\u001b[2J220 mail ready'")
    expect(await failureOf(connection.call('Query', []))).toBeInstanceOf(LuxiClosedError)
  })

  test('an answer before the request was sent is refused', async () => {
    const connection = await connectTo(socket => {
      socket.pause()
      setTimeout(() => socket.write(success(1)), 20)
    })
    const error = await failureOf(connection.call('Query', ['x'.repeat(10_000_000)]))
    expect(error).toBeInstanceOf(LuxiMalformedError)
    expect(error.message).toContain('answered Query before it was sent')
  })

  test('the replacement character is refused only where that is wanted', async () => {
    expect(await (await answering([success('\ufffd')])).call('Query', [])).toBe('\ufffd')
    const strict = await answering([success('\ufffd')], { strictText: true })
    expect(await failureOf(strict.call('Query', []))).toBeInstanceOf(LuxiMalformedError)
  })

  test('bytes that are no UTF-8 are refused only where that is wanted', async () => {
    const bytes = Buffer.from(success('é'), 'latin1')
    expect(await (await answering([bytes])).call('Query', [])).toBe('é')
    const strict = await answering([bytes], { strictText: true })
    const error = await failureOf(strict.call('Query', []))
    expect(error).toBeInstanceOf(LuxiMalformedError)
    expect(error.message).toContain('is no UTF-8')
  })
})
