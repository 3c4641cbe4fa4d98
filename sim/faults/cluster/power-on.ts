import { nodeName } from '../entries.ts'
import { fault } from '../fault.ts'

export const powerOn = fault({
  name: 'power-on',
  layer: 'cluster',
  about: 'A node has its power again; what was on its disks is there.',
  entries: { node: nodeName },
  text: ({ node }) => `${node} has its power again`,
  apply: (stage, { node }) => {
    if (stage.cluster.machine(node).isPoweredOn) return false
    stage.cluster.powerOn(node)
    return true
  },
})
