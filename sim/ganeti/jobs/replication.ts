import type { Kernel } from '../../kernel/kernel.ts'
import type { ClusterState } from '../state/cluster-state.ts'
import { dropsPackets } from '../state/hardware.ts'
import { microseconds, type Timing } from '../timing.ts'
import { drawnUs } from './duration-model.ts'

/** What the replication of a job's file depends on. */
export interface ReplicationWorld {
  readonly kernel: Kernel
  readonly state: ClusterState
  readonly timing: Timing
}

/**
 * How long it takes until a file of the job queue is on every master candidate, in microseconds; `medianMs` is what it
 * takes when all of them live. All are asked at the same time: a dead one that is not marked offline costs the timeout of a
 * connection, and more of them cost no more (jobs.md section 3; Ganeti src/Ganeti/Rpc.hs, executeRpcCalls).
 */
export function replicationUs({ kernel, state, timing }: ReplicationWorld, medianMs: number): number {
  const usualUs = drawnUs(medianMs, timing, kernel.random('durations'))
  for (const node of state.nodes.values()) {
    if (node.masterCandidate && !node.offline && dropsPackets(node)) {
      return usualUs + microseconds(timing.deadCandidateMs)
    }
  }
  return usualUs
}
