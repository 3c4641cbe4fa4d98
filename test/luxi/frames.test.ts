import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import type { JsonValue } from '../../src/cluster/json.ts'
import { encodeRequest, FrameSplitter, MESSAGE_BYTES_MAX, MESSAGE_END } from '../../src/luxi/frames.ts'
import { LuxiTooLargeError } from '../../src/luxi/luxi-error.ts'

function takeAll(splitter: FrameSplitter): number[][] {
  const messages: number[][] = []
  for (let message = splitter.next(); message !== undefined; message = splitter.next()) {
    messages.push([...message])
  }
  return messages
}

describe('encodeRequest', () => {
  test('is compact JSON in UTF-8 and one end byte, with exactly the keys method and args', () => {
    expect(new TextDecoder().decode(encodeRequest('Query', ['node', ['name'], null]))).toBe(
      '{"method":"Query","args":["node",["name"],null]}\u0003',
    )
  })

  test('never has the end byte inside, and reads back as it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.array(fc.jsonValue()), (method, args) => {
        // What fast-check generates as JSON is a JsonValue, but for the names of the two types.
        const bytes = encodeRequest(method, args as JsonValue[])
        expect(bytes.indexOf(MESSAGE_END)).toBe(bytes.length - 1)
        const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.subarray(0, -1))
        expect(text).toBe(JSON.stringify({ method, args }))
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify({ method, args })))
      }),
    )
  })

  test('spells U+0003 and characters whose low byte is 3 so that they cannot end the message', () => {
    const bytes = encodeRequest('\u0003\u0103\u2603', [])
    expect([...bytes].filter(byte => byte === MESSAGE_END)).toHaveLength(1)
  })
})

describe('FrameSplitter', () => {
  test('any messages cut at any places come out the same', () => {
    const payload = fc.uint8Array({ maxLength: 300 }).map(bytes => bytes.filter(byte => byte !== MESSAGE_END))
    fc.assert(
      fc.property(fc.array(payload), payload, fc.array(fc.nat(400)), (messages, rest, lengths) => {
        const stream = Uint8Array.from([...messages.flatMap(bytes => [...bytes, MESSAGE_END]), ...rest])
        const splitter = new FrameSplitter()
        let from = 0
        for (const length of lengths) {
          splitter.push(stream.slice(from, from + length))
          from += length
        }
        splitter.push(stream.slice(from))
        expect(takeAll(splitter)).toEqual(messages.map(bytes => [...bytes]))
        expect(splitter.isEmpty).toBe(rest.length === 0)
      }),
    )
  })

  test('what comes after an end is kept for the next message', () => {
    const splitter = new FrameSplitter()
    splitter.push(Uint8Array.of(1, 3, 2))
    expect(takeAll(splitter)).toEqual([[1]])
    expect(splitter.isEmpty).toBe(false)
    splitter.push(Uint8Array.of(4, 3))
    expect(takeAll(splitter)).toEqual([[2, 4]])
    expect(splitter.isEmpty).toBe(true)
  })

  test('messages across many blocks, in pieces of every size, keep each byte', () => {
    for (const pieceBytes of [1, 1000, 4096, 65_535, 65_536, 65_537, 3_000_000]) {
      const payload = Uint8Array.from({ length: 300_000 }, (_, index) => 4 + (index % 250))
      const splitter = new FrameSplitter()
      for (let from = 0; from < payload.length; from += pieceBytes) {
        splitter.push(payload.subarray(from, from + pieceBytes))
      }
      splitter.push(Uint8Array.of(MESSAGE_END))
      expect(Buffer.compare(splitter.next() ?? new Uint8Array(0), payload)).toBe(0)
    }
  })

  test('copies each byte of a large message at most twice, however small the pieces are', () => {
    const total = 8 * 1024 * 1024
    const piece = new Uint8Array(4096).fill(0x20)
    let copiedBytes = 0
    const set = Uint8Array.prototype.set
    const spy = vi.spyOn(Uint8Array.prototype, 'set').mockImplementation(function (
      this: Uint8Array,
      from,
      at,
    ) {
      copiedBytes += from.length
      set.call(this, from, at)
    })
    try {
      const splitter = new FrameSplitter()
      for (let sent = 0; sent < total; sent += piece.length) splitter.push(piece)
      splitter.push(Uint8Array.of(MESSAGE_END))
      expect(splitter.next()?.length).toBe(total)
    } finally {
      spy.mockRestore()
    }
    expect(copiedBytes).toBeGreaterThanOrEqual(total)
    expect(copiedBytes).toBeLessThanOrEqual(2 * total)
  })

  test('a message of exactly the limit passes, one byte more does not, and lets go of what is held', () => {
    const splitter = new FrameSplitter(10)
    splitter.push(new Uint8Array(10).fill(0x20))
    splitter.push(Uint8Array.of(MESSAGE_END))
    expect(splitter.next()).toHaveLength(10)
    splitter.push(new Uint8Array(10).fill(0x20))
    expect(() => splitter.push(Uint8Array.of(0x20))).toThrow(LuxiTooLargeError)
    expect(splitter.isEmpty).toBe(true)
  })

  test('the limit counts a message that comes in one piece, too', () => {
    expect(() => new FrameSplitter(3).push(Uint8Array.of(1, 1, 1, 1, MESSAGE_END))).toThrow(
      'more than 3 bytes',
    )
  })

  test('the default limit, which docs/errors.md names, is what a string can hold', () => {
    expect(MESSAGE_BYTES_MAX).toBe(2 ** 28)
    expect(MESSAGE_BYTES_MAX).toBeLessThan(2 ** 29 - 24)
  })
})
