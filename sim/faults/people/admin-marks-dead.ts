import * as v from 'valibot'
import { startWorld } from '../../world/world.ts'
import { seconds } from '../entries.ts'
import { fault } from '../fault.ts'

/** An admin, or the monitor that wakes him, looks so often. */
const LOOK_EVERY_S = 60

export const adminMarksDead = fault({
  name: 'admin-marks-dead',
  layer: 'people',
  about:
    'From now on, until the faults stop, an admin marks each node offline that has been silent for so many seconds, and cuts its power before or does not.',
  entries: { seconds, fences: v.boolean() },
  text: ({ seconds, fences }) =>
    `an admin marks nodes offline ${fences ? 'and cuts their power ' : ''}that have been silent for ${seconds} s`,
  apply: (stage, { seconds, fences }) => {
    const delay = { minS: seconds, maxS: seconds }
    const admin = { lookEveryS: LOOK_EVERY_S, policies: [{ kind: 'mark-offline', delay, fences }] } as const
    stage.last('admin-marks-dead', startWorld(stage.clock, stage.cluster, { admin }))
    return true
  },
  end: stage => stage.finishAll('admin-marks-dead'),
})
