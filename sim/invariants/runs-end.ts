import { START_US } from '../play/stage.ts'
import type { Invariant } from './invariant.ts'

/** What a run takes at most, in seconds: it waits a minute for tags, for each chunk, and longer while candidates are dead. */
const RUN_SECONDS_MAX = 1800

/** What a run asks and does at most: so much, and so much more for each instance and each second. Beyond that it goes round in circles. */
const EFFECTS_MAX = 1_000
const EFFECTS_PER_INSTANCE = 40
const EFFECTS_PER_SECOND = 2

export const runsEnd: Invariant = {
  name: 'runs-end',
  about:
    'Every run ends within half an hour, or later by what --wait says, and does not go round in circles until then.',
  watch: stage => {
    const secondsMax = RUN_SECONDS_MAX + (stage.setting.harep.waitSeconds ?? 0)
    return {
      runEnded: ({ number, startUs, program, process: { effects } }) => {
        const seconds = (stage.kernel.nowUs - startUs) / 1e6
        const instances = stage.truth.instancesByName.size
        const most = EFFECTS_MAX + EFFECTS_PER_INSTANCE * instances + EFFECTS_PER_SECOND * seconds
        if (effects.length > most)
          stage.violate('runs-end', `run ${number} had ${effects.length} effects in ${seconds} s`)
        if (program !== 'classic' && seconds > secondsMax)
          stage.violate(
            'runs-end',
            `run ${number}, which began at ${(startUs - START_US) / 1e6} s, took ${seconds} s`,
          )
      },
      ended: () => {
        for (const { number, startUs, program, process } of stage.runs) {
          const seconds = (stage.kernel.nowUs - startUs) / 1e6
          if (process.outcome !== undefined || program === 'classic' || seconds <= secondsMax) continue
          stage.violate('runs-end', `run ${number} has not ended after ${seconds} s`)
        }
      },
    }
  },
}
