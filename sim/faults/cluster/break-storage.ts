import { nodeName } from '../entries.ts'
import { fault } from '../fault.ts'

export const breakStorage = fault({
  name: 'break-storage',
  layer: 'cluster',
  about:
    'The storage of a node gives errors: nothing can be read from it, and nothing be made, until the faults stop.',
  entries: { node: nodeName },
  text: ({ node }) => `the storage of ${node} gives errors`,
  apply: ({ cluster }, { node }) => {
    if (cluster.machine(node).hasBrokenStorage) return false
    cluster.setStorageBroken(node, true)
    return true
  },
  end: ({ cluster }) => {
    for (const name of cluster.nodeNames) cluster.setStorageBroken(name, false)
  },
})
