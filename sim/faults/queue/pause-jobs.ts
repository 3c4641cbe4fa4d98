import { fault } from '../fault.ts'

const TEXT = 'pause-jobs'

export const pauseJobs = fault({
  name: 'pause-jobs',
  layer: 'queue',
  about:
    'An admin adds a job filter that lets no job begin, until it is removed or the faults stop: luxid takes jobs, and they wait.',
  entries: {},
  text: () => 'a job filter of an admin lets no job begin',
  apply: stage =>
    stage.letAsk('ReplaceFilter', null, 0, [['jobid', ['>', 'id', 0]]], 'PAUSE', [['somebody', TEXT, 0]]),
  end: stage => {
    for (const { uuid, reasonTrail } of stage.cluster.jobFilters())
      if (JSON.stringify(reasonTrail).includes(`"${TEXT}"`)) stage.letAsk('DeleteFilter', uuid)
  },
})
