import { count } from '../entries.ts'
import { fault } from '../fault.ts'

export const refuseJobs = fault({
  name: 'refuse-jobs',
  layer: 'queue',
  about:
    "The master's disk has no room for the files of so many of the next jobs: luxid refuses each of them, and takes those beside them.",
  entries: { jobs: count(100) },
  text: ({ jobs }) =>
    `the disk of the master has no room for the next ${jobs === 1 ? 'job' : `${jobs} jobs`}`,
  apply: ({ cluster }, { jobs }) => {
    if (!cluster.isListening()) return false
    cluster.refuseNextJobs(jobs)
    return true
  },
  end: ({ cluster }) => cluster.refuseNextJobs(0),
})
