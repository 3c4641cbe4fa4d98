import { describe, expect, test } from 'vitest'
import { readHistory } from '../../../src/planner/healing/history.ts'

const A = 'ganeti:watcher:autorepair:'
const OLD_WITHOUT_JOB = `${A}pending:failover:X:1790000000:`
const OLD = `${A}pending:failover:X:1790000000:4`
const NEW = `${A}pending:failover:Y:1790000005:5`
const NEW_WITHOUT_JOB = `${A}pending:failover:Y:1790000005:`
const DONE = `${A}result:failover:Z:1790000009:success:6`

/** What is followed, and what is told to contradict it. */
const historyWith = (...tags: string[]) => {
  const { pending, contradicting, oneOff } = readHistory(tags)
  return { followed: pending?.tag, remove: contradicting?.tag, permits: oneOff?.tag }
}

describe('of contradictory tags', () => {
  test('the older pending one is followed when it names a job', () => {
    expect(historyWith(OLD, NEW)).toEqual({ followed: OLD, remove: NEW, permits: undefined })
    expect(historyWith(OLD, DONE)).toEqual({ followed: OLD, remove: DONE, permits: undefined })
  })

  test('one that names no job is a permission, and so no contradiction: nobody is told to remove what can end', () => {
    expect(historyWith(OLD, NEW_WITHOUT_JOB)).toEqual({
      followed: OLD,
      remove: undefined,
      permits: NEW_WITHOUT_JOB,
    })
    expect(historyWith(OLD_WITHOUT_JOB, NEW)).toEqual({
      followed: NEW,
      remove: undefined,
      permits: OLD_WITHOUT_JOB,
    })
    expect(historyWith(OLD_WITHOUT_JOB, NEW, DONE)).toEqual({
      followed: NEW,
      remove: DONE,
      permits: OLD_WITHOUT_JOB,
    })
  })

  test('where no pending one names a job, nobody is told to remove a result', () => {
    const nothing = { followed: undefined, remove: undefined, permits: OLD_WITHOUT_JOB }
    expect(historyWith(OLD_WITHOUT_JOB, DONE)).toEqual(nothing)
    expect(historyWith(OLD_WITHOUT_JOB, NEW_WITHOUT_JOB)).toEqual(nothing)
  })
})
