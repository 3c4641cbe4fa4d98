import fc from 'fast-check'
import { expect, test } from 'vitest'
import { jsonOutput } from '../../src/report/json-output.ts'

test('is indented, ends its line, and keeps the order of keys', () => {
  expect(jsonOutput({ b: 1, a: ['x'] })).toBe('{\n  "b": 1,\n  "a": [\n    "x"\n  ]\n}\n')
})

test('whatever it holds, a terminal is safe, and a program reads the very value', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' })), value => {
      const text = jsonOutput(value)
      expect(text).not.toMatch(/[^\P{Cc}\n]|[\u2028-\u202e\u2066-\u2069]|\p{Surrogate}/u)
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)))
    }),
  )
})
