import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatTime, parseTime } from '../../../sim/scenario/time-text.ts'

test.each([
  ['5', 5],
  ['0.25', 0.25],
  ['90s', 90],
  ['5m', 300],
  ['1h30m', 5_400],
  ['2d1s', 172_801],
  ['', undefined],
  ['5 m', undefined],
  ['5m1h', undefined],
  ['-5', undefined],
  ['1e3', undefined],
  ['1.5m', undefined],
])('%j is %j seconds', (text, seconds) => {
  expect(parseTime(text)).toBe(seconds)
})

test('what is written is read as the same time', () => {
  const timeUs = fc.integer({ min: 0, max: 8_640_000_000_000 })
  fc.assert(
    fc.property(timeUs, fc.boolean(), (us, isWhole) => {
      const seconds = isWhole ? Math.round(us / 1_000_000) : us / 1_000_000
      const written = formatTime(seconds)
      expect(typeof written === 'number' ? written : parseTime(written)).toBe(seconds)
    }),
  )
})
