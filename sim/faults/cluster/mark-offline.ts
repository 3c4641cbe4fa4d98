import { nodeName } from '../entries.ts'
import { fault } from '../fault.ts'

export const markOffline = fault({
  name: 'mark-offline',
  layer: 'cluster',
  about: 'An admin marks a node offline; not the master.',
  entries: { node: nodeName },
  text: ({ node }) => `an admin marks ${node} offline`,
  apply: (stage, { node }) => {
    if (stage.cluster.machine(node).isMaster || stage.node(node).offline) return false
    stage.cluster.setNodeOffline(node, true)
    return true
  },
})
