import { expect, test } from 'vitest'
import {
  LOCK_ATTEMPT_TIMEOUTS_S,
  variedTimeoutUs,
} from '../../../../sim/ganeti/jobs/lock-attempt-timeouts.ts'

test('attempts to get locks last from 5 s to 75 s, half an hour in all', () => {
  const row = LOCK_ATTEMPT_TIMEOUTS_S
  expect(row[0]).toBe(5)
  expect(row[1]).toBeCloseTo(7.947, 3)
  expect(row.at(-1)).toBe(75)
  const total = row.reduce((sum, seconds) => sum + seconds, 0)
  expect(total).toBeGreaterThanOrEqual(1_800)
  expect(total).toBeLessThan(1_875)
})

test('each of them varies by 5 %', () => {
  expect([0, 0.5, 1].map(random => variedTimeoutUs(5, random))).toEqual([4_750_000, 5_000_000, 5_250_000])
})
