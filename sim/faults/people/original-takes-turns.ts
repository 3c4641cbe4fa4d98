import { fault } from '../fault.ts'

export const originalTakesTurns = fault({
  name: 'original-takes-turns',
  layer: 'people',
  about: 'From now on cron starts the original at every other time, until the faults stop.',
  entries: {},
  text: () => 'cron starts the original at every other time',
  apply: stage => {
    if (stage.originalTakesTurns) return false
    stage.originalTakesTurns = true
    return true
  },
  end: stage => {
    stage.originalTakesTurns = false
  },
})
