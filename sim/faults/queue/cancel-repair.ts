import * as v from 'valibot'
import { isFinal } from '../../ganeti/jobs/job.ts'
import { fault } from '../fault.ts'

/** A person needs a moment; by then a repair that has just been submitted is in luxid's queue. */
const MOMENT_US = 1_000_000

export const cancelRepair = fault({
  name: 'cancel-repair',
  layer: 'queue',
  about:
    'Somebody cancels a repair of harep that has not ended or, by killing its process, one that runs: the newest one, or the next.',
  entries: { kill: v.boolean() },
  text: ({ kill }) => (kill ? 'somebody cancels a repair that runs' : 'somebody cancels a repair'),
  apply: (stage, { kill }) => {
    stage.toNextRepair('cancel-repair', ({ id, status }) => {
      if (kill ? status !== 'running' : isFinal(status)) return false
      if (kill) stage.letAsk('CancelJob', id, true)
      else
        stage.kernel.after(MOMENT_US, () => {
          if (stage.letAsk('CancelJob', id)) stage.cancelledJobs.set(id, stage.elapsedUs)
        })
      return true
    })
    return true
  },
  end: stage => stage.finishAll('cancel-repair'),
})
