import { oneForEachPlay } from '../../play/one-for-each-play.ts'
import type { RepairJob } from './marks.ts'

/** Whether nothing of the timeline has happened since a repair began. To be asked for before the play begins. */
export const undisturbedIn = oneForEachPlay(stage => {
  let happenedUs = Number.NEGATIVE_INFINITY
  stage.observers.push({
    happened: () => {
      happenedUs = stage.elapsedUs
    },
  })
  return ({ begunUs = 0 }: RepairJob) => happenedUs < begunUs
})
