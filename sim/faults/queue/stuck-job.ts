import { fault } from '../fault.ts'

export const stuckJob = fault({
  name: 'stuck-job',
  layer: 'queue',
  about: 'The process of the next repair of harep that has one hangs, with its locks; it can only be killed.',
  entries: {},
  text: () => 'the process of a repair hangs',
  apply: stage => {
    stage.toNextRepair('stuck-job', ({ id }) => {
      if (!stage.cluster.setJobStalled(id, true)) return false
      stage.last(`stuck-job ${id}`, () => stage.cluster.setJobStalled(id, false))
      return true
    })
    return true
  },
  end: stage => stage.finishAll('stuck-job'),
})
