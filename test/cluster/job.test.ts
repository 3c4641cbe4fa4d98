import { expect, test } from 'vitest'
import { isFinished, JOB_STATUSES, parseJobStatus } from '../../src/cluster/job.ts'

test.each([
  ['queued', false],
  ['waiting', false],
  ['canceling', false],
  ['running', false],
  ['canceled', true],
  ['success', true],
  ['error', true],
] as const)('a job that is %s is finished: %s', (status, finished) => {
  expect(parseJobStatus(status)).toBe(status)
  expect(isFinished(status)).toBe(finished)
})

test.each(['', 'SUCCESS', 'Success', ' success', 'success ', 'ok', 'cancelled', '0'])(
  '%j is no status',
  text => {
    expect(parseJobStatus(text)).toBeUndefined()
  },
)

test('there are seven statuses', () => {
  expect(JOB_STATUSES).toHaveLength(7)
})
