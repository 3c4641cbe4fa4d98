import { perform, type Run } from './effects.ts'

/** The time in whole seconds since the epoch, as tags have it. */
export function* nowSeconds(): Run<bigint> {
  return secondsOf(yield* perform({ kind: 'now' }))
}

/** Whole seconds of a time in microseconds. */
export function secondsOf(timeUs: number): bigint {
  return BigInt(Math.floor(timeUs / 1_000_000))
}
