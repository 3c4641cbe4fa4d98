import { execError, type PrereqCode, prereqError } from '../ganeti-failure.ts'
import { nodedAnswers } from '../state/hardware.ts'
import type { NodeState } from '../state/objects.ts'
import { logWarning } from './job-log.ts'
import type { OpcodeRun } from './opcode.ts'

/**
 * Calls from the master to the node daemons (lib/rpc/node.py). A node that is marked offline is not even asked; one without
 * power does not answer, and what the master's HTTP client (curl) says of that ends in the job's log or result.
 */
export function rpcProblem(node: NodeState): string | undefined {
  if (node.offline) return 'Node is marked offline'
  if (nodedAnswers(node)) return undefined
  return `Error 7: Failed to connect to ${node.primaryIp} port 1811 after 0 ms: Couldn't connect to server`
}

/** Throws what RpcResult.Raise does with a call that failed: GanetiFailure, an OpExecError. */
export function raiseExec(problem: string | undefined, what: string): void {
  if (problem !== undefined) throw execError(`${what}: ${problem}`)
}

/** The same as an OpPrereqError. */
export function raisePrereq(problem: string | undefined, what: string, code?: PrereqCode): void {
  if (problem !== undefined) throw prereqError(`${what}: ${problem}`, code)
}

/** Runs the hooks before the work, which begins behind this: a dry run does not get so far. */
export function* runHooksBefore(
  run: OpcodeRun,
  nodes: readonly (NodeState | undefined)[],
): Generator<number, void> {
  runHooks(run, nodes)
  yield 0
}

/**
 * Runs the hooks of one phase: there are none, but the nodes are asked to run theirs, and one that should answer and does
 * not is a line in the log (lib/hooksmaster.py:205-258).
 */
export function runHooks(run: OpcodeRun, nodes: readonly (NodeState | undefined)[]): void {
  for (const node of new Set(nodes)) {
    if (node === undefined || node.offline) continue
    const problem = rpcProblem(node)
    if (problem !== undefined) logWarning(run, `Communication failure to node ${node.uuid}: ${problem}`)
  }
}
