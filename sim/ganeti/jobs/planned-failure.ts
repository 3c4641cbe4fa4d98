import type { GanetiFailure } from '../ganeti-failure.ts'
import type { ClusterState } from '../state/cluster-state.ts'
import type { JobOpcode } from './job.ts'

/** The failure that somebody has planned for the next opcode of this kind; planned no longer once it was asked for. */
export function plannedFailure(
  { plannedFailures }: ClusterState,
  { opcode: { opId } }: JobOpcode,
): GanetiFailure | undefined {
  const failure = plannedFailures.get(opId)
  if (failure !== undefined) plannedFailures.delete(opId)
  return failure
}
