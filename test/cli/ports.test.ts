import { afterEach, expect, test, vi } from 'vitest'
import {
  monotonicMicroseconds,
  nowMicroseconds,
  randomUuid,
  readEnvironment,
  sleep,
} from '../../src/cli/ports.ts'

afterEach(() => {
  vi.unstubAllEnvs()
})

test('a UUID is 36 characters in lower case, and another each time', () => {
  const uuids = Array.from({ length: 100 }, randomUuid)
  for (const uuid of uuids) {
    expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  }
  expect(new Set(uuids).size).toBe(100)
})

test('now is in whole microseconds since the epoch', () => {
  const before = Date.now()
  const now = nowMicroseconds()
  expect(Number.isSafeInteger(now)).toBe(true)
  expect(now).toBeGreaterThanOrEqual(before * 1000)
  expect(now).toBeLessThanOrEqual(Date.now() * 1000)
})

test('the clock that waits are measured with goes on in whole microseconds, from a small number', () => {
  const before = performance.now() * 1000
  const now = monotonicMicroseconds()
  expect(Number.isSafeInteger(now)).toBe(true)
  expect(now).toBeGreaterThanOrEqual(Math.floor(before))
  expect(now).toBeLessThanOrEqual(performance.now() * 1000)
})

test('sleep waits as long as asked', async () => {
  const before = performance.now()
  await sleep(30)
  // Node's timers count whole milliseconds and may be early by one.
  expect(performance.now() - before).toBeGreaterThanOrEqual(29)
  await sleep(0)
})

test.each([-1, NaN, Infinity, 2 ** 31])('sleep refuses %s ms', async durationMs => {
  await expect(sleep(durationMs)).rejects.toThrow(RangeError)
})

test('the environment is the two variables, undefined where unset', () => {
  vi.stubEnv('GANETI_ROOTDIR', '/r')
  vi.stubEnv('HTOOLS', undefined)
  expect(readEnvironment()).toEqual({ GANETI_ROOTDIR: '/r', HTOOLS: undefined })
})
