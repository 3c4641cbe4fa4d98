import { expect, test } from 'vitest'
import { REASON_CODES } from '../../src/planner/reason.ts'
import { REASON_SAMPLES } from '../builders/reasons.ts'

test('every code is listed once, and has a sample', () => {
  expect(REASON_CODES).toHaveLength(new Set(REASON_CODES).size)
  expect([...REASON_CODES].sort()).toStrictEqual(Object.keys(REASON_SAMPLES).sort())
})

test('a code is made of words and dashes', () => {
  for (const code of REASON_CODES) expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/)
})
