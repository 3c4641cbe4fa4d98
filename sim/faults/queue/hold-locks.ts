import { nodeName } from '../entries.ts'
import { fault } from '../fault.ts'
import { cancelLongJobs, longJob } from './long-job.ts'

export const holdLocks = fault({
  name: 'hold-locks',
  layer: 'queue',
  about:
    'A job of somebody holds the lock of a node, until the faults stop: whatever needs it waits in its slot.',
  entries: { node: nodeName },
  text: ({ node }) => `a long job of somebody holds the lock of ${node}`,
  apply: (stage, { node }) => stage.letSubmit(longJob('hold-locks', [node])),
  end: stage => cancelLongJobs(stage, 'hold-locks'),
})
