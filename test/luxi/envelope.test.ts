import { describe, expect, test } from 'vitest'
import type { JsonValue } from '../../src/cluster/json.ts'
import { answerOf, isQueueDrained, resultOf } from '../../src/luxi/envelope.ts'
import { GanetiError, LuxiClosedError, LuxiMalformedError } from '../../src/luxi/luxi-error.ts'

describe('answerOf', () => {
  test.each<[JsonValue, unknown]>([
    [
      { success: true, result: null },
      { success: true, result: null },
    ],
    [
      { success: false, result: ['GenericError', ['x']] },
      { success: false, result: ['GenericError', ['x']] },
    ],
    [
      { success: true, result: [], version: 99, foo: 1 },
      { success: true, result: [] },
    ],
    [JSON.parse('{"success":true,"result":1,"__proto__":{"success":false}}'), { success: true, result: 1 }],
  ])('%j is taken', (message, answer) => {
    expect(answerOf(message)).toEqual(answer)
  })

  test.each<[JsonValue, string]>([
    [[], 'is no object: []'],
    [{}, "has no 'success': {}"],
    [{ success: true }, "has no 'result'"],
    [{ result: true }, "has no 'success'"],
    [{ success: 1, result: null }, "has a 'success' that is neither true nor false"],
    [{ success: 'true', result: null }, 'neither true nor false'],
    [{ success: null, result: null }, 'neither true nor false'],
    [JSON.parse('{"__proto__":{"success":true,"result":1}}'), "has no 'success'"],
  ])('%j is refused', (message, complaint) => {
    expect(() => answerOf(message)).toThrow(LuxiMalformedError)
    expect(() => answerOf(message)).toThrow(complaint)
  })
})

describe('resultOf', () => {
  test('gives the result of a success', () => {
    expect(resultOf({ success: true, result: { a: 1 } })).toEqual({ a: 1 })
  })

  test('throws the error of a failure', () => {
    expect(() => resultOf({ success: false, result: ['GenericError', ['x']] })).toThrow(GanetiError)
  })
})

describe('isQueueDrained', () => {
  test.each<[JsonValue, boolean]>([
    [['JobQueueDrainError', ['Job queue is drained, refusing job']], true],
    [['JobQueueFull', []], true],
    [['GenericError', ['Queue drained']], true],
    [['GenericError', ['something broke']], false],
    [['OpPrereqError', ['Queue drained', 'wrong_state']], false],
    ['Queue drained', false],
  ])('%j: %j', (result, drained) => {
    let caught: unknown
    try {
      resultOf({ success: false, result })
    } catch (error) {
      caught = error
    }
    expect(caught).toBeInstanceOf(GanetiError)
    expect(isQueueDrained(caught)).toBe(drained)
  })

  test('is false for anything else', () => {
    expect(isQueueDrained(new LuxiClosedError('Queue drained'))).toBe(false)
    expect(isQueueDrained(undefined)).toBe(false)
  })
})
