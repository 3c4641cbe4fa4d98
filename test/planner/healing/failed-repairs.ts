import { aFailure, anOpcode, aRoomyNode, decisionOn } from '../../builders/plan.ts'

/* Broken instances, and what failed on them. */

export const SECONDARY_DEAD = { nodes: [aRoomyNode('n2', { offline: true })] }
export const PRIMARY_DEAD = { nodes: [aRoomyNode('n1', { offline: true })] }
export const REPLACED = 'fix-storage: REPLACE_DISKS [secondary-offline]'

const refusedBefore = { errorClass: 'OpPrereqError', code: 'wrong_state', text: 'no' }
export const replacement = (id: string, secondsAgo: number, job = id) =>
  aFailure('fix-storage', [anOpcode('REPLACE_DISKS', 'error', { error: refusedBefore })], {
    id,
    job,
    secondsAgo,
  })

/** The decision on a drbd instance whose secondary is dead, with these failures behind it. */
export function withFailures(
  failures: readonly ReturnType<typeof replacement>[],
  parts: Parameters<typeof decisionOn>[1] = {},
) {
  return decisionOn(
    { tags: failures.map(({ tag }) => tag) },
    { ...SECONDARY_DEAD, queue: failures.map(({ job }) => job), ...parts },
  )
}
