import { expect, test } from 'vitest'
import { durationText, momentText } from '../../../sim/plan/duration-text.ts'

test.each([
  [0, '0 s'],
  [40_000, '0 s'],
  [1_940_000, '1.9 s'],
  [9_949_000, '9.9 s'],
  [9_951_000, '10 s'],
  [59_400_000, '59 s'],
  [59_600_000, '1 min'],
  [125_000_000, '2 min 5 s'],
  [3_599_600_000, '1 h'],
  [4_200_000_000, '1 h 10 min'],
])('%d microseconds are %s', (durationUs, text) => {
  expect(durationText(durationUs)).toBe(text)
})

test('a moment counts from the start', () => {
  expect(momentText(0)).toBe('at the start')
  expect(momentText(300_000_000)).toBe('5 min after the start')
})
