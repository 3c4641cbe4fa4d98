import type { Answer, Effect, Run } from '../../src/run/effects.ts'

/** A run on a machine whose clock is ahead by `aheadUs()` microseconds (behind, where negative). */
export function* skewed<T>(run: Run<T>, aheadUs: () => number): Run<T> {
  let step = run.next()
  while (!step.done) {
    const effect: Effect = step.value
    let answer: Answer
    try {
      answer = yield effect
    } catch (error) {
      step = run.throw(error)
      continue
    }
    // The answer to `now` is a number (effects.ts).
    step = run.next(effect.kind === 'now' && typeof answer === 'number' ? answer + aheadUs() : answer)
  }
  return step.value
}
