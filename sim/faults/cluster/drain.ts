import { nodeName } from '../entries.ts'
import { fault } from '../fault.ts'

export const drain = fault({
  name: 'drain',
  layer: 'cluster',
  about: 'An admin drains a node: its instances shall go elsewhere; not the master.',
  entries: { node: nodeName },
  text: ({ node }) => `an admin drains ${node}`,
  apply: (stage, { node }) => {
    if (stage.cluster.machine(node).isMaster || stage.node(node).drained) return false
    stage.cluster.setNodeDrained(node, true)
    return true
  },
})
