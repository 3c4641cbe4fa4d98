import { HarepError } from '../../src/cluster/harep-error.ts'
import type { Invariant } from './invariant.ts'

/** Whatever befalls a run, it ends with a documented error, or as a run does. */
export const documentedErrors: Invariant = {
  name: 'documented-errors',
  about: 'Whatever befalls a run, it ends with a documented error or as a run does.',
  watch: stage => ({
    runEnded: ({ number, process }) => {
      if (process.outcome?.kind !== 'threw' || process.outcome.error instanceof HarepError) return
      stage.violate('documented-errors', `run ${number} failed with ${String(process.outcome.error)}`)
    },
  }),
}
