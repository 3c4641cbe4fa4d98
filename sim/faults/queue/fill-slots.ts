import { fault } from '../fault.ts'
import { cancelLongJobs, longJob } from './long-job.ts'

export const fillSlots = fault({
  name: 'fill-slots',
  layer: 'queue',
  about:
    'Jobs of somebody occupy all slots of the queue, until the faults stop: whatever is submitted waits.',
  entries: {},
  text: () => 'long jobs of somebody occupy all slots of the queue',
  apply: stage => {
    const jobs = Array.from({ length: stage.truth.cluster.maxRunningJobs }, () => [longJob('fill-slots')])
    return stage.letAsk('SubmitManyJobs', jobs)
  },
  end: stage => cancelLongJobs(stage, 'fill-slots'),
})
