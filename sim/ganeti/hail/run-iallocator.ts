import { execError, prereqError } from '../ganeti-failure.ts'
import type { OpcodeRun } from '../opcodes/opcode.ts'
import { answers } from '../state/hardware.ts'
import type { InstanceState, NodeState } from '../state/objects.ts'
import { microseconds } from '../timing.ts'
import { allocate } from './allocate.ts'
import type { HailAnswer } from './hail-answer.ts'
import { hailInput } from './hail-input.ts'
import { relocate } from './relocate.ts'

/** What an opcode asks of the allocator (htools-allocation.md section 2). */
export type IallocatorRequest =
  | { readonly kind: 'relocate'; readonly instance: InstanceState; readonly from: NodeState }
  | { readonly kind: 'allocate'; readonly instance: InstanceState }

/**
 * Runs the allocator, as an opcode does while it holds its locks, and returns the names of the nodes it chose. Only hail
 * exists. Throws GanetiFailure: the whole request fails while any node is dead without being marked offline, and
 * hail's own refusal is an OpPrereqError.
 */
export function* runIallocator(
  { state, timing }: OpcodeRun,
  name: string,
  request: IallocatorRequest,
): Generator<number, readonly string[]> {
  yield microseconds(timing.iallocatorMs)
  for (const node of state.nodes.values()) {
    if (node.vmCapable && !node.offline && !answers(node)) {
      throw execError(`Can't get data for node ${node.name}: no answer`)
    }
  }
  if (name !== 'hail') throw execError(`Can't find allocator '${name}'`)
  const input = hailInput(state)
  const answer: HailAnswer =
    request.kind === 'relocate'
      ? relocate(input, request.instance.uuid, request.from.uuid)
      : allocate(input, request.instance.uuid, state.cluster.noCapacityChecks)
  if (!answer.success) {
    throw prereqError(
      `Can't compute nodes using iallocator 'hail': Request failed: ${answer.info}`,
      'insufficient_resources',
    )
  }
  return answer.nodes
}
