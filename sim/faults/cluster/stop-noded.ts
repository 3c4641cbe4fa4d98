import { nodeName } from '../entries.ts'
import { fault } from '../fault.ts'

export const stopNoded = fault({
  name: 'stop-noded',
  layer: 'cluster',
  about:
    'The daemon of a node that answers the master dies: guests run on, and the master is refused at once.',
  entries: { node: nodeName },
  text: ({ node }) => `noded of ${node} dies`,
  apply: (stage, { node }) => {
    if (!stage.node(node).hardware.runsNoded) return false
    stage.cluster.machine(node).stopNodeDaemon()
    return true
  },
  end: ({ cluster }) => {
    for (const name of cluster.nodeNames) cluster.machine(name).startNodeDaemon()
  },
})
