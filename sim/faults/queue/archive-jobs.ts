import { fault } from '../fault.ts'

export const archiveJobs = fault({
  name: 'archive-jobs',
  layer: 'queue',
  about: 'Somebody archives all jobs that have ended, before harep has looked at them.',
  entries: {},
  text: () => 'somebody archives all jobs that have ended',
  apply: ({ cluster }) => {
    const before = cluster.jobs().length
    cluster.archiveJobs(0)
    return cluster.jobs().length < before
  },
})
