import { START_US } from '../play/stage.ts'
import type { Invariant } from './invariant.ts'

/** What a run takes at most, in seconds: it waits a minute for tags, for each chunk, and longer while candidates are dead. */
const RUN_SECONDS_MAX = 1800

export const runsEnd: Invariant = {
  name: 'runs-end',
  about: 'Every run ends within half an hour.',
  watch: stage => ({
    runEnded: ({ number, startUs, program }) => {
      const seconds = (stage.kernel.nowUs - startUs) / 1e6
      if (program !== 'classic' && seconds > RUN_SECONDS_MAX)
        stage.violate(
          'runs-end',
          `run ${number}, which began at ${(startUs - START_US) / 1e6} s, took ${seconds} s`,
        )
    },
    ended: () => {
      for (const { number, startUs, program, process } of stage.runs) {
        const seconds = (stage.kernel.nowUs - startUs) / 1e6
        if (process.outcome !== undefined || program === 'classic' || seconds <= RUN_SECONDS_MAX) continue
        stage.violate('runs-end', `run ${number} has not ended after ${seconds} s`)
      }
    },
  }),
}
