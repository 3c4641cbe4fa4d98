import { DEBIAN_SCHEDULES, startWorld } from '../../world/world.ts'
import { fault } from '../fault.ts'

export const watcher = fault({
  name: 'watcher',
  layer: 'people',
  about: 'From now on cron starts ganeti-watcher on every node each five minutes, until the faults stop.',
  entries: {},
  text: () => 'cron starts ganeti-watcher every five minutes',
  apply: stage => {
    stage.last('watcher', startWorld(stage.clock, stage.cluster, { watcher: DEBIAN_SCHEDULES.watcher }))
    return true
  },
  end: stage => stage.finishAll('watcher'),
})
