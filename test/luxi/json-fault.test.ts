import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findJsonFault } from '../../src/luxi/json-fault.ts'

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** JSON text with up to three characters put in, taken out or replaced. */
const nearlyJson = fc
  .tuple(
    fc.json(),
    fc.array(
      fc.tuple(fc.nat(), fc.nat(1), fc.constantFrom(...'{}[]:,"\\0123456789-+.eEtrufalsn \n\t\u0001x', '')),
      {
        maxLength: 3,
      },
    ),
  )
  .map(([json, edits]) =>
    edits.reduce((text, [at, removed, added]) => {
      const position = at % (text.length + 1)
      return text.slice(0, position) + added + text.slice(position + removed)
    }, json),
  )

describe('findJsonFault', () => {
  test('finds a fault exactly where JSON.parse refuses', () => {
    fc.assert(
      fc.property(nearlyJson, text => {
        expect(findJsonFault(text) === undefined).toBe(isJson(text))
      }),
      { numRuns: 5000 },
    )
  })

  test('a fault stays where it is, whatever follows it', () => {
    fc.assert(
      fc.property(nearlyJson, fc.string(), (text, more) => {
        const position = findJsonFault(text)
        if (position === undefined || position >= text.length) return
        // A word such as `tru` is refused as a whole; only more text can complete it.
        if (/[a-z0-9.+-]$/i.test(text)) return
        expect(findJsonFault(`${text} ${more}`)).toBe(position)
      }),
    )
  })

  test.each([
    ['{"a": True}', 6],
    ["{'a': 1}", 1],
    ['{"a": "b\nc"}', 8],
    ['{"a": "\\q"}', 7],
    ['{"a": "\\u12g4"}', 7],
    ['{"a": 1e}', 7],
    ['{"a": 012}', 7],
    ['{"a": 5.}', 7],
    ['{"a": - 5}', 6],
    ['{"a": nullx}', 10],
    ['{"a": 1} x', 9],
    ['{"a": 1,}', 8],
    ['[1,]', 3],
    ['[1 2]', 3],
    ['[1}', 2],
    ['{"a" 1}', 5],
    ['{"a"', 4],
    ['{"a": "b', 8],
    ['', 0],
    ['  ', 2],
    ['{1: 2}', 1],
  ])('%j is wrong at %i', (text, position) => {
    expect(findJsonFault(text)).toBe(position)
  })
})
