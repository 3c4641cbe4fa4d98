import { nodeName } from '../entries.ts'
import { fault } from '../fault.ts'

export const powerOff = fault({
  name: 'power-off',
  layer: 'cluster',
  about: 'A node loses its power: its guests are gone, its disks stay, and Ganeti does not know.',
  entries: { node: nodeName },
  text: ({ node }) => `${node} loses its power`,
  apply: (stage, { node }) => {
    if (!stage.cluster.machine(node).isPoweredOn) return false
    stage.cluster.powerOff(node)
    return true
  },
})
