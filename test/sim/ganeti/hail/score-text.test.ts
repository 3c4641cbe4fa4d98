import { expect, test } from 'vitest'
import { scoreText } from '../../../../sim/ganeti/hail/score-text.ts'

test.each([
  [0, '0.00000000'],
  [25.939_674_14, '25.93967414'],
  [0.000_000_004, '0.00000000'],
  [0.000_000_006, '0.00000001'],
  [1e21, '1000000000000000000000.00000000'],
  [-1.5, '-1.50000000'],
  [Number.NaN, 'NaN'],
  [Number.POSITIVE_INFINITY, 'Infinity'],
])('%d has eight decimals', (score, text) => {
  expect(scoreText(score)).toBe(text)
})

// Debian's hail said these of scores that lie in the middle between two texts.
test.each([
  [8.259_765_625, '8.25976562'],
  [4.423_828_125, '4.42382812'],
])('a score in the middle goes to the even digit: %d', (score, text) => {
  expect(scoreText(score)).toBe(text)
})

test('and to the one above where that is even', () => {
  expect(scoreText(0.123_456_775)).toBe('0.12345678')
})
