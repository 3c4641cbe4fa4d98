import type { Instance } from '../../../src/cluster/instance.ts'
import type { QueuedJob, QueuedOpcode } from '../../../src/planner/queue.ts'
import { aFailure, aJob, anOpcode, aRoomyNode, decisionOn, NOW, type PlanParts } from '../../builders/plan.ts'

/* Jobs of re-creations that stopped half way, and what they left. */

const ok = 'success' as const
export const [failed, untried] = ['error', 'error'] as const

/** A job with these ends of its opcodes: SHUTDOWN, RECREATE_DISKS on `nodes`, REINSTALL, STARTUP. */
export function recreation(
  ends: readonly ('success' | 'error')[],
  nodes: readonly string[] = ['n3'],
): readonly QueuedOpcode[] {
  const [shutdown = ok, recreate = ok, reinstall = ok, startup = ok] = ends
  return [
    anOpcode('SHUTDOWN', shutdown),
    anOpcode('RECREATE_DISKS', recreate, { nodes }),
    anOpcode('REINSTALL', reinstall),
    anOpcode('STARTUP', startup),
  ]
}

export const DISKS_FAILED = [ok, failed, untried, untried]
export const SYSTEM_FAILED = [ok, ok, failed, untried]
export const START_FAILED = [ok, ok, ok, failed]

/** The plain instance i1, shut down by the job, on the node that the job has put it on. */
export const LEFT = {
  diskTemplate: 'plain',
  primary: 'n3',
  secondary: undefined,
  adminState: 'down',
  status: 'ADMIN_down',
  mtimeSeconds: NOW - 300,
} as const

/** What is decided when this failure stands in the tags, and the job in the queue. */
export function decisionAfter(
  opcodes: readonly QueuedOpcode[],
  but: Partial<Instance> = {},
  parts: PlanParts = {},
  from?: readonly string[],
) {
  const { job, tag } = aFailure('reinstall', opcodes)
  return decisionOn(
    { ...LEFT, tags: [tag], ...but },
    { ...parts, queue: [{ ...job, from }, ...TAGGED, ...(parts.queue ?? [])] },
  )
}

/** The job that wrote the failure's tag, after the job had failed. */
const TAGGED: readonly QueuedJob[] = [
  aJob('8', {
    endedSeconds: NOW - 299,
    opcodes: [anOpcode('TAGS_SET', 'success', { tags: ['ganeti:watcher:autorepair:result:x'] })],
  }),
]

export const n1Offline = aRoomyNode('n1', { offline: true })
