import { describe, expect, test } from 'vitest'
import { LuxiClosedError, LuxiTimeoutError, LuxiTooLargeError } from '../../src/luxi/luxi-error.ts'
import { useConnections } from './connections.ts'
import { eachRequest, failureOf, pause, success } from './peer.ts'

const { connectTo, answering, timers } = useConnections()

describe('limits', () => {
  test('silence', async () => {
    const connection = await answering([], { silenceMs: 50 })
    const startMs = performance.now()
    const error = await failureOf(connection.call('Query', []))
    expect(error).toBeInstanceOf(LuxiTimeoutError)
    expect(error.message).toMatch(
      /^Timeout in reading a response: .* nothing was received or could be sent for 0.05 s/,
    )
    expect(performance.now() - startMs).toBeGreaterThanOrEqual(45)
    expect(timers.pending()).toBe(0)
    expect(await failureOf(connection.call('Query', []))).toBeInstanceOf(LuxiClosedError)
  })

  test('each piece of an answer starts the limit of silence anew', async () => {
    const pieces = success('x'.repeat(10)).match(/.{1,5}/gs) ?? []
    const connection = await connectTo(
      socket =>
        eachRequest(socket, async () => {
          for (const piece of pieces) {
            socket.write(piece)
            await pause(40)
          }
        }),
      { silenceMs: 150 },
    )
    expect(pieces.length * 40).toBeGreaterThan(250)
    expect(await connection.call('Query', [])).toBe('x'.repeat(10))
  })

  test('a peer that drips for ever ends at the limit of the whole answer', async () => {
    const connection = await connectTo(
      socket => {
        const timer = setInterval(() => socket.write(' '), 5)
        socket.on('close', () => clearInterval(timer))
        socket.on('error', () => clearInterval(timer))
      },
      { silenceMs: 1000, totalMs: 100 },
    )
    // The first drop may come before the call, and is refused then; so ask at once.
    const error = await failureOf(connection.call('Query', []))
    expect(error).toBeInstanceOf(LuxiTimeoutError)
    expect(error.message).toContain('was not complete after 0.1 s')
  })

  test('a peer that does not read what is sent', async () => {
    const connection = await connectTo(socket => socket.pause(), { silenceMs: 50 })
    const error = await failureOf(connection.call('Query', ['x'.repeat(10_000_000)]))
    expect(error).toBeInstanceOf(LuxiTimeoutError)
  })

  test('an answer that is too large', async () => {
    const connection = await answering([success('x'.repeat(1_000_000))], { maxBytes: 100_000 })
    const error = await failureOf(connection.call('Query', []))
    expect(error).toBeInstanceOf(LuxiTooLargeError)
    expect(error.message).toContain('more than 100000 bytes')
    expect(await failureOf(connection.call('Query', []))).toBeInstanceOf(LuxiClosedError)
  })
})
