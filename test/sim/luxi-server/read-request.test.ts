import { describe, expect, test } from 'vitest'
import { readRequest } from '../../../sim/luxi-server/read-request.ts'

const read = (text: string) => readRequest(new TextEncoder().encode(text))

describe('a message is read', () => {
  test('as JSON', () => {
    expect(read('{"method":"é","args":[]}')).toEqual({ kind: 'json', value: { method: 'é', args: [] } })
  })

  test('with the nanoseconds of a reason trail as numbers', () => {
    expect(read('[1763810000000123000]')).toEqual({ kind: 'json', value: [1763810000000123000] })
  })

  test.each([
    '',
    'x',
    '17',
    '"a"',
    ' []',
    '\ufeff[]',
    '[1',
    '[1]x',
    '{"a":}',
    `${'['.repeat(501)}${']'.repeat(501)}`,
  ])('as a text where it is no request: %.10j', text => {
    expect(read(text)).toEqual({ kind: 'text', text })
  })

  test('with U+FFFD for what is no UTF-8', () => {
    const message = new Uint8Array([0x5b, 0x22, 0xff, 0x22, 0x5d])
    expect(readRequest(message)).toEqual({ kind: 'json', value: ['\ufffd'] })
    expect(readRequest(new Uint8Array([0x5b, 0xff, 0x5d]))).toEqual({ kind: 'text', text: '[\ufffd]' })
  })

  test('with the first of two members of one name', () => {
    expect(read('{"a":1,"a":2}')).toEqual({ kind: 'json', value: { a: 1 } })
  })

  test('with numbers that only Haskell takes', () => {
    expect(read('[1.,-0,2.5e1]')).toEqual({ kind: 'json', value: [1, -0, 25] })
  })

  test('at the depth that is allowed', () => {
    expect(read(`${'['.repeat(500)}${']'.repeat(500)}`).kind).toBe('json')
  })
})
