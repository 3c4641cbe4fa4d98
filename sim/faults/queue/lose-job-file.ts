import { isOurRepair } from '../../play/our-repair.ts'
import { fault } from '../fault.ts'

export const loseJobFile = fault({
  name: 'lose-job-file',
  layer: 'queue',
  about: 'The file of the newest repair of harep is lost, whether the job has ended or not.',
  entries: {},
  text: () => 'the file of the newest repair is lost',
  apply: ({ cluster }) => {
    const newest = cluster.jobs().filter(isOurRepair).at(-1)
    if (newest === undefined) return false
    cluster.loseJob(newest.id)
    return true
  },
})
