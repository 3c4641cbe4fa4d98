import { count, seconds } from '../entries.ts'
import { fault } from '../fault.ts'
import { cancelLongJobs, longJob } from './long-job.ts'

export const busyQueue = fault({
  name: 'busy-queue',
  layer: 'queue',
  about:
    'Somebody submits so many jobs, each of which lasts so long and needs nothing but a slot: what comes later waits for its turn.',
  entries: { jobs: count(500), seconds },
  text: ({ jobs, seconds: each }) =>
    `somebody submits ${jobs === 1 ? 'a job' : `${jobs} jobs`} of ${each} s${jobs === 1 ? '' : ' each'}`,
  apply: (stage, { jobs, seconds: each }) =>
    stage.letAsk(
      'SubmitManyJobs',
      Array.from({ length: jobs }, () => [longJob('busy-queue', [], each)]),
    ),
  end: stage => cancelLongJobs(stage, 'busy-queue'),
})
