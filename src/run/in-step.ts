import { HarepError } from '../cluster/harep-error.ts'
import type { Run } from './effects.ts'

/** Runs a part of a run; an error that ends it says in front what was being done. */
export function* inStep<T>(what: string, part: Run<T>): Run<T> {
  try {
    return yield* part
  } catch (error) {
    if (error instanceof HarepError) throw error.during(what)
    throw error
  }
}
