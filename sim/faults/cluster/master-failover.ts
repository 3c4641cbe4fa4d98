import { nodeName } from '../entries.ts'
import { fault } from '../fault.ts'

export const masterFailover = fault({
  name: 'master-failover',
  layer: 'cluster',
  about:
    'An admin makes another node the master, which must be a candidate: processes on the old one lose luxid.',
  entries: { node: nodeName },
  text: ({ node }) => `an admin makes ${node} the master`,
  apply: ({ cluster }, { node }) =>
    cluster.machine(node).isPoweredOn && cluster.failOverMaster(node).exitCode === 0,
})
