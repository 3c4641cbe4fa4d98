import { expect, test } from 'vitest'
import { parseJobId } from '../../../sim/ganeti/job-id.ts'

test('ids up to the largest of 64 bits are ids, of jobs that are not there: a tag with one ended each run', () => {
  const id = parseJobId('9223372036854775807')
  expect(id).toBeGreaterThan(2 ** 52)
  expect(parseJobId(id)).toBe(id)
  expect(parseJobId('0x10')).toBe(16)
  expect(parseJobId(77)).toBe(77)
})

test('larger ones wrap around, and are refused where that makes them negative', () => {
  expect(parseJobId('18446744073709551617')).toBe(1)
  expect(() => parseJobId('9223372036854775808')).toThrow(/Invalid value for job ID ' -9223372036854775808'/)
  expect(() => parseJobId(-3)).toThrow(/Invalid value for job ID ' -3'/)
})
