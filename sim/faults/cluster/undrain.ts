import { nodeName } from '../entries.ts'
import { fault } from '../fault.ts'

export const undrain = fault({
  name: 'undrain',
  layer: 'cluster',
  about: 'An admin ends the draining of a node.',
  entries: { node: nodeName },
  text: ({ node }) => `an admin ends the draining of ${node}`,
  apply: (stage, { node }) => {
    if (!stage.node(node).drained) return false
    stage.cluster.setNodeDrained(node, false)
    return true
  },
})
