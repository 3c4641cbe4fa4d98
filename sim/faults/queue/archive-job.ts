import { isFinal } from '../../ganeti/jobs/job.ts'
import { fault } from '../fault.ts'

export const archiveJob = fault({
  name: 'archive-job',
  layer: 'queue',
  about: 'Somebody archives a repair of harep as soon as it has ended: the newest one, or the next.',
  entries: {},
  text: () => 'somebody archives a repair as soon as it has ended',
  apply: stage => {
    stage.toNextRepair('archive-job', ({ id, status }) => isFinal(status) && stage.letAsk('ArchiveJob', id))
    return true
  },
  end: stage => stage.finishAll('archive-job'),
})
