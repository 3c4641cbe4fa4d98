import { prereqError } from '../ganeti-failure.ts'
import { optionalTextOf, textsOf } from './input.ts'
import type { OpcodeRun } from './opcode.ts'

/**
 * The allocator to ask, or undefined where a node is given instead (lib/cmdlib/common.py:1149-1182). With neither it is the
 * cluster's default one, which is then filled in. Throws GanetiFailure where there are both, or none at all.
 */
export function chosenIallocator(
  run: OpcodeRun,
  nodeParameter: 'target_node' | 'remote_node' | 'nodes',
): string | undefined {
  const { input, state } = run
  const iallocator = optionalTextOf(input, 'iallocator')
  const hasNode =
    nodeParameter === 'nodes'
      ? textsOf(input, 'nodes').length > 0
      : optionalTextOf(input, nodeParameter) !== undefined
  if (iallocator !== undefined && hasNode) {
    throw prereqError('Do not specify both, iallocator and node', 'wrong_input')
  }
  // A point stands for the default one.
  if (hasNode || (iallocator !== undefined && iallocator !== '.')) return iallocator
  const chosen = state.cluster.defaultIallocator
  if (chosen === '') {
    throw prereqError(
      'No iallocator or node given and no cluster-wide default iallocator found; please specify either an iallocator or a node, or set a cluster-wide default iallocator',
      'wrong_input',
    )
  }
  run.fill({ iallocator: chosen })
  return chosen
}
