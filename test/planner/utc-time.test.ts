import { expect, test } from 'vitest'
import { utcTime } from '../../src/planner/utc-time.ts'

test.each([
  [0, '1970-01-01 00:00:00 UTC'],
  [99n, '1970-01-01 00:01:39 UTC'],
  [1795759200.75, '2026-11-27 06:00:00 UTC'],
  [253402300800n, '+010000-01-01 00:00:00 UTC'],
  [-1n, '1969-12-31 23:59:59 UTC'],
  [8640000000000n, '+275760-09-13 00:00:00 UTC'],
  [8640000000001n, '8640000000001 (seconds since 1970)'],
  [-8640000000001n, '-8640000000001 (seconds since 1970)'],
])('%s', (seconds, text) => {
  expect(utcTime(seconds)).toBe(text)
})
