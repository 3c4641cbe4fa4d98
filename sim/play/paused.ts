import type { Answer, Effect, Run } from '../../src/run/effects.ts'

/** Where a run stands still, and for how long. */
export interface Pause {
  /** Number of the effect before which it does, from 0. */
  readonly effect: number
  readonly seconds: number
}

/** A run whose process gets no processor time for a while (a stopped process, a machine that swaps): a sleep of its own. */
export function* paused<T>(run: Run<T>, pause: Pause): Run<T> {
  let step = run.next()
  for (let count = 0; !step.done; count += 1) {
    const effect: Effect = step.value
    if (count === pause.effect) yield { kind: 'sleep', durationMs: Math.round(pause.seconds * 1_000) }
    let answer: Answer
    try {
      answer = yield effect
    } catch (error) {
      step = run.throw(error)
      continue
    }
    step = run.next(answer)
  }
  return step.value
}
