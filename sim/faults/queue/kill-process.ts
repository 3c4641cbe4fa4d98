import { fault } from '../fault.ts'

export const killProcess = fault({
  name: 'kill-process',
  layer: 'queue',
  about:
    'The process of a repair of harep dies, and luxid notices minutes later: the newest one that runs, or the next.',
  entries: {},
  text: () => 'the process of a repair dies',
  apply: stage => {
    stage.toNextRepair('kill-process', ({ id, status }) => {
      if (status !== 'running') return false
      stage.cluster.killJob(id)
      return true
    })
    return true
  },
  end: stage => stage.finishAll('kill-process'),
})
