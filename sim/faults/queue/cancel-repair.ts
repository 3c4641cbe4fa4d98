import * as v from 'valibot'
import { isFinal } from '../../ganeti/jobs/job.ts'
import { fault } from '../fault.ts'

export const cancelRepair = fault({
  name: 'cancel-repair',
  layer: 'queue',
  about:
    'Somebody cancels a repair of harep that has not ended, or kills its process: the newest one, or the next.',
  entries: { kill: v.boolean() },
  text: ({ kill }) => (kill ? 'somebody kills the process of a repair' : 'somebody cancels a repair'),
  apply: (stage, { kill }) => {
    stage.toNextRepair('cancel-repair', ({ id, status }) => {
      return !isFinal(status) && stage.letAsk('CancelJob', id, kill)
    })
    return true
  },
  end: stage => stage.finishAll('cancel-repair'),
})
