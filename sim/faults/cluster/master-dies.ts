import { fault } from '../fault.ts'

export const masterDies = fault({
  name: 'master-dies',
  layer: 'cluster',
  about: 'The master loses its power, with luxid, its jobs and harep; it has it again when the faults stop.',
  entries: {},
  text: () => 'the master loses its power',
  apply: ({ cluster, runningMaster }) => {
    if (runningMaster === undefined) return false
    cluster.powerOff(runningMaster)
    return true
  },
  end: ({ cluster }) => {
    const master = cluster.nodeNames.find(name => cluster.machine(name).isMaster)
    if (master !== undefined) cluster.powerOn(master)
  },
})
