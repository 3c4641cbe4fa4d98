import { printable } from '../../src/report/printable.ts'
import type { ClusterDefinition } from '../ganeti/cluster-definition.ts'
import { SimCommandError } from './sim-command-error.ts'

/** The name, if the cluster has such a node; throws SimCommandError else. `option` as it is typed, for the message. */
export function knownNode({ nodes }: ClusterDefinition, option: string, name: string): string {
  if (nodes.some(node => node.name === name)) return name
  const names = nodes.slice(0, 10).map(node => printable(node.name))
  const list = names.length < nodes.length ? `${names.join(', ')}, ...` : names.join(', ')
  throw new SimCommandError(
    `${option} names a node that the cluster does not have: ${printable(name)}. It has ${list}.`,
  )
}
