import { nodeName } from '../entries.ts'
import { fault } from '../fault.ts'

export const restoreNetwork = fault({
  name: 'restore-network',
  layer: 'cluster',
  about: 'The cable of a node is plugged in again.',
  entries: { node: nodeName },
  text: ({ node }) => `the network of ${node} is back`,
  apply: (stage, { node }) => {
    if (stage.node(node).hardware.isConnected) return false
    stage.cluster.machine(node).restoreNetwork()
    return true
  },
})
