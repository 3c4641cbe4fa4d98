import * as v from 'valibot'
import { nodeName } from '../entries.ts'
import { fault } from '../fault.ts'

export const fillNode = fault({
  name: 'fill-node',
  layer: 'cluster',
  about: 'Something that is no instance takes all that is free of the memory or of the storage of a node.',
  entries: { node: nodeName, what: v.picklist(['memory', 'storage']) },
  text: ({ node, what }) => `the ${what} of ${node} is full`,
  apply: (stage, { node, what }) => {
    const machine = stage.cluster.machine(node)
    if (what === 'memory') machine.fillMemory()
    else machine.fillStorage()
    return true
  },
  end: ({ cluster }) => {
    for (const name of cluster.nodeNames) cluster.machine(name).makeRoom()
  },
})
