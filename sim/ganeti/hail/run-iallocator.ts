import type { JsonValue } from '../../../src/cluster/json.ts'
import { execError, prereqError } from '../ganeti-failure.ts'
import type { OpcodeRun } from '../opcodes/opcode.ts'
import { raiseExec, rpcProblem } from '../opcodes/rpc.ts'
import type { InstanceState, NodeState } from '../state/objects.ts'
import { microseconds } from '../timing.ts'
import { allocateRequest, buildDocument } from './build-document.ts'
import { hail } from './hail.ts'
import type { HailReply } from './hail-reply.ts'
import type { EvacuationMode, IallocatorRequest } from './iallocator-document.ts'

/** What an allocator needs of the opcode that runs it. */
type AllocatorRun = Pick<OpcodeRun, 'state' | 'timing'>

/** What an opcode asks of the allocator where it needs one or two nodes (htools-allocation.md section 2). */
export type NodesRequest =
  | { readonly kind: 'relocate'; readonly instance: InstanceState; readonly from: NodeState }
  | { readonly kind: 'allocate'; readonly instance: InstanceState }

/**
 * Runs the allocator, as an opcode does while it holds its locks, and returns the names of the nodes it chose, as many as
 * asked for. Throws GanetiFailure: hail's own refusal is an OpPrereqError, all else as runEvacuationIallocator says.
 */
export function* runIallocator(
  run: AllocatorRun,
  name: string,
  request: NodesRequest,
): Generator<number, readonly string[]> {
  const reply = yield* ask(run, name, documentRequest(request), false)
  if (!reply.success) {
    throw prereqError(
      `Can't compute nodes using iallocator '${name}': Request failed: ${reply.info}`,
      'insufficient_resources',
    )
  }
  return Array.isArray(reply.result) ? reply.result.map(String) : []
}

/**
 * The same for NODE_EVACUATE, which gets [moved, failed, jobs] (node-evacuate.ts). Throws GanetiFailure: the whole request
 * fails while any node is dead without being marked offline, and where no allocator of that name exists; only hail does.
 */
export function* runEvacuationIallocator(
  run: AllocatorRun,
  name: string,
  instances: readonly string[],
  mode: EvacuationMode,
  ignoresSoftErrors: boolean,
): Generator<number, JsonValue> {
  const request = { type: 'node-evacuate', instances, evac_mode: mode } as const
  const reply = yield* ask(run, name, request, ignoresSoftErrors)
  if (!reply.success) {
    throw prereqError(
      `Can't compute node evacuation using iallocator '${name}': Request failed: ${reply.info}`,
      'insufficient_resources',
    )
  }
  return reply.result
}

function* ask(
  { state, timing }: AllocatorRun,
  name: string,
  request: IallocatorRequest,
  ignoreSoftErrors: boolean,
): Generator<number, HailReply> {
  yield microseconds(timing.iallocatorMs)
  for (const node of state.nodes.values()) {
    if (node.vmCapable && !node.offline) raiseExec(rpcProblem(node), `Can't get data for node ${node.name}`)
  }
  if (name !== 'hail') {
    throw execError(
      `Failure while running the iallocator script: iallocator module '${name}' not found in the search path`,
    )
  }
  const { noCapacityChecks } = state.cluster
  return hail(buildDocument(state, request), { noCapacityChecks, ignoreSoftErrors })
}

function documentRequest(request: NodesRequest): IallocatorRequest {
  if (request.kind === 'allocate') return allocateRequest(request.instance)
  const { instance, from } = request
  return { type: 'relocate', name: instance.name, required_nodes: 1, relocate_from: [from.name] }
}
