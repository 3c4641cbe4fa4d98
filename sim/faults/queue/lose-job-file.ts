import { fault } from '../fault.ts'

export const loseJobFile = fault({
  name: 'lose-job-file',
  layer: 'queue',
  about:
    'The file of a repair of harep is lost, whether the job has ended or not: that of the newest one, or the next.',
  entries: {},
  text: () => 'the file of a repair is lost',
  apply: stage => {
    stage.toNextRepair('lose-job-file', ({ id }) => {
      stage.cluster.loseJob(id)
      stage.lostJobs.add(id)
      return true
    })
    return true
  },
  end: stage => stage.finishAll('lose-job-file'),
})
