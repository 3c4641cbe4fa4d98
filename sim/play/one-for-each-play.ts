import type { Stage } from './stage.ts'

/**
 * Something of which each play has one, made by `make` when it is first asked for. The stage itself keeps it: a WeakMap
 * beside it would let much of what belongs to a play survive until all memory is searched, which is a fifth of a sweep's time.
 */
export function oneForEachPlay<T>(make: (stage: Stage) => T): (stage: Stage) => T {
  const key = {}
  return stage => {
    // Under `key` nothing is kept but what `make` made.
    const known = stage.kept.get(key) as T | undefined
    if (known !== undefined) return known
    const made = make(stage)
    stage.kept.set(key, made)
    return made
  }
}
