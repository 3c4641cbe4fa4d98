import type { Invariant } from './invariant.ts'
import { holdsOf } from './watch/holds.ts'

export const noHoldLeft: Invariant = {
  name: 'no-hold-left',
  about:
    'When nothing moves any more, and there is a master for harep to run on, no job filter of harep stands.',
  watch: stage => {
    const holds = holdsOf(stage)
    return {
      ended: () => {
        const { cluster } = stage
        if (!cluster.nodeNames.map(name => cluster.machine(name)).some(it => it.isMaster && it.isPoweredOn))
          return
        for (const { text, uuid } of holds.standing())
          stage.violate('no-hold-left', `the filter ${uuid} (${text}) stands, and holds what comes`)
      },
    }
  },
}
