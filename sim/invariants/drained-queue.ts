import { changes } from '../play/at-rest.ts'
import type { HarepRun } from '../play/harep-run.ts'
import type { Invariant } from './invariant.ts'

/** An admin who drains the queue wants nothing to be begun: nobody asks for it again and again, and no run is said to have failed by it. */
export const drainedQueue: Invariant = {
  name: 'drained-queue',
  about: 'A run that finds the job queue drained asks for nothing.',
  watch: stage => {
    const drained = new Set<HarepRun>()
    return {
      runStarted: run => {
        if (run.program !== 'classic' && stage.cluster.isQueueDrained()) drained.add(run)
      },
      happened: () => {
        if (!stage.cluster.isQueueDrained()) drained.clear()
      },
      calmBegan: () => drained.clear(),
      runEnded: run => {
        const asked = drained.delete(run) && run.process.effects.find(changes)
        if (asked && asked.kind === 'luxi')
          stage.violate('drained-queue', `run ${run.number} asks for ${asked.method} of a drained queue`)
      },
    }
  },
}
