import { matchName } from '../../src/cluster/match-name.ts'
import { printable } from '../../src/report/printable.ts'
import type { ClusterDefinition } from '../ganeti/cluster-definition.ts'
import { SimCommandError } from './sim-command-error.ts'

const NAMES_MAX = 10

/**
 * The full name of the node that is meant, which may be cut off before a dot, as everywhere in Ganeti; throws SimCommandError
 * where the cluster has none or several. `option` as it is typed, for the message.
 */
export function knownNode({ nodes }: ClusterDefinition, option: string, name: string): string {
  const names = nodes.map(node => node.name)
  const match = matchName(name, names)
  switch (match.kind) {
    case 'found':
      return match.name
    case 'ambiguous':
      throw new SimCommandError(
        `${option} ${printable(name)}: the name is short for several nodes: ${listed(match.names)}.`,
      )
    case 'unknown':
      throw new SimCommandError(
        `${option} names a node that the cluster does not have: ${printable(name)}. It has ${listed(names)}.`,
      )
  }
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, NAMES_MAX).map(printable)
  return names.length > NAMES_MAX ? `${shown.join(', ')}, ...` : shown.join(', ')
}
