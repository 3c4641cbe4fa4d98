import { describe, expect, test } from 'vitest'
import { historyOf } from '../../../src/run/healing/instance-history.ts'
import { anInstance } from '../../builders/cluster.ts'

const A = 'ganeti:watcher:autorepair:'
const OLD_WITHOUT_JOB = `${A}pending:failover:X:1790000000:`
const OLD = `${A}pending:failover:X:1790000000:4`
const NEW = `${A}pending:failover:Y:1790000005:5`
const NEW_WITHOUT_JOB = `${A}pending:failover:Y:1790000005:`
const DONE = `${A}result:failover:Z:1790000009:success:6`

const historyWith = (...tags: string[]) => {
  const { state, contradiction } = historyOf(anInstance({ tags }))
  return { followed: state.last?.tag, remove: contradiction?.later, told: contradiction?.pending }
}

describe('of contradictory tags', () => {
  test('the older pending one is followed when it names a job', () => {
    expect(historyWith(OLD, NEW)).toEqual({ followed: OLD, told: OLD, remove: NEW })
    expect(historyWith(OLD, NEW_WITHOUT_JOB)).toEqual({ followed: OLD, told: OLD, remove: NEW_WITHOUT_JOB })
  })

  test('one that names no job is to be removed, not the later one, which can end', () => {
    expect(historyWith(OLD_WITHOUT_JOB, NEW)).toEqual({ followed: NEW, told: NEW, remove: OLD_WITHOUT_JOB })
    expect(historyWith(OLD_WITHOUT_JOB, DONE, NEW)).toEqual({
      followed: NEW,
      told: NEW,
      remove: OLD_WITHOUT_JOB,
    })
  })

  test('where no pending one names a job, nobody is told to remove a result', () => {
    const nothing = { followed: OLD_WITHOUT_JOB, told: undefined, remove: undefined }
    expect(historyWith(OLD_WITHOUT_JOB, DONE)).toEqual(nothing)
    expect(historyWith(OLD_WITHOUT_JOB, NEW_WITHOUT_JOB)).toEqual(nothing)
  })
})
