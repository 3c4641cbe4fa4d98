import { nodeName } from '../entries.ts'
import { fault } from '../fault.ts'

export const bringBack = fault({
  name: 'bring-back',
  layer: 'people',
  about:
    'An admin takes the offline mark of a node away by gnt-node modify: a job, which waits for locks and fails where the node does not answer.',
  entries: { node: nodeName },
  text: ({ node }) => `an admin brings ${node} back by gnt-node modify`,
  apply: (stage, { node }) =>
    stage.node(node).offline &&
    stage.letSubmit({ OP_ID: 'OP_NODE_SET_PARAMS', node_name: node, force: true, offline: false }),
})
