import { expect, test } from 'vitest'
import { GanetiError, LuxiClosedError } from '../../src/luxi/luxi-error.ts'
import type { Effect } from '../../src/run/effects.ts'
import { waitForJobs } from '../../src/run/wait-for-jobs.ts'

/** Waits for job 1, whose status is the next of `statuses` each time it is asked; luxid never waits, but answers at once. */
function waited(statuses: readonly string[], deadlineUs: number, failure?: Error) {
  const run = waitForJobs(['1'], deadlineUs)
  const kinds: string[] = []
  let nowUs = 0
  let asked = 0
  const answer = (effect: Effect): ReturnType<typeof run.next> => {
    kinds.push(effect.kind === 'luxi' ? effect.method : effect.kind)
    if (effect.kind === 'monotonic') return run.next(nowUs)
    if (effect.kind === 'sleep') nowUs += effect.durationMs * 1000
    if (effect.kind !== 'luxi') return run.next(undefined)
    if (effect.method === 'QueryJobs') return run.next([[statuses[asked++] ?? 'running']])
    return failure ? run.throw(failure) : run.next([['running'], []])
  }
  let step = run.next()
  while (step.done !== true && kinds.length < 1000) step = answer(step.value)
  return { kinds, nowUs, value: step.value }
}

test('a server that answers WaitForJobChange at once, though nothing has changed, does not make the wait spin', () => {
  const { kinds, nowUs, value } = waited([], 60_000_000)
  expect(value).toEqual(['running'])
  expect(nowUs).toBe(60_000_000)
  expect(kinds.filter(kind => kind === 'QueryJobs')).toHaveLength(121)
})

test('a failing WaitForJobChange does not make the wait spin either', () => {
  const { nowUs, value } = waited([], 60_000_000, new GanetiError('no such job', 'GenericError', []))
  expect(value).toEqual(['running'])
  expect(nowUs).toBe(60_000_000)
})

test('there is no pause while the job gets on', () => {
  const { kinds, value } = waited(['queued', 'waiting', 'running', 'success'], 60_000_000)
  expect(value).toEqual(['success'])
  expect(kinds).not.toContain('sleep')
})

test('a connection that breaks ends the wait', () => {
  expect(() => waited(['running'], 60_000_000, new LuxiClosedError('gone'))).toThrow(LuxiClosedError)
})
