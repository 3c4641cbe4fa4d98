import { nodeName } from '../entries.ts'
import { fault } from '../fault.ts'

export const cutNetwork = fault({
  name: 'cut-network',
  layer: 'cluster',
  about: 'The cable of a node is pulled: its guests run on, and nobody on other nodes can tell.',
  entries: { node: nodeName },
  text: ({ node }) => `the network of ${node} is cut`,
  apply: (stage, { node }) => {
    stage.cluster.machine(node).cutNetwork()
    return true
  },
  end: stage => {
    for (const name of stage.cluster.nodeNames) stage.cluster.machine(name).restoreNetwork()
  },
})
