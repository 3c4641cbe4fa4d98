import { nodeName } from '../entries.ts'
import { fault } from '../fault.ts'

export const markOnline = fault({
  name: 'mark-online',
  layer: 'cluster',
  about: 'An admin takes the offline mark of a node away.',
  entries: { node: nodeName },
  text: ({ node }) => `an admin marks ${node} online`,
  apply: (stage, { node }) => {
    if (!stage.node(node).offline) return false
    stage.cluster.setNodeOffline(node, false)
    return true
  },
})
