import type { Instance } from '../../cluster/instance.ts'
import type { Snapshot } from '../../cluster/snapshot.ts'
import { decide } from '../../planner/decide.ts'
import type { Decision } from '../../planner/decision.ts'
import { type Claim, place } from '../../planner/place.ts'
import type { Reason } from '../../planner/reason.ts'
import type { RepairState } from '../../planner/repair-state.ts'
import { healing } from '../../planner/rulesets/healing.ts'
import { effectivePermission } from '../../policy/effective-permission.ts'
import type { Planned } from './carry-out.ts'
import { type History, historyOf } from './instance-history.ts'
import type { Knowledge } from './knowledge.ts'
import type { OwnJob } from './own-jobs.ts'

/** A decision for every instance, in luxid's order; those that cannot be read come last. Pure. */
export function plan(snapshot: Snapshot, knowledge: Knowledge): readonly Planned[] {
  const permission = effectivePermission(snapshot, {
    nowSeconds: knowledge.nowSeconds,
    unreadableSuspends: true,
  })
  const judged = snapshot.instances.map(instance => {
    const { state, contradiction } = historyOf(instance)
    const known = knowledge.overrides.get(instance.name) ?? state
    const diagnosis = healing.diagnose(instance, snapshot)
    const decided =
      underWay(instance, known, knowledge) ??
      decide({ instance, state: known, diagnosis, permission: permission(instance) })
    const reason = sharperReason(decided, contradiction, knowledge.jobGone)
    return {
      decision: reason ? { ...decided, reason } : decided,
      state: known,
      tagCount: instance.tags.length,
    }
  })
  const placed = place(
    judged.map(({ decision }) => decision),
    snapshot,
    [...knowledge.underWay.values()].flatMap(claimOf),
  )
  const readable = judged.map((one, index): Planned => ({ ...one, decision: placed[index] ?? one.decision }))
  const unreadable = snapshot.unreadable.map(({ name, problem }): Planned => {
    const decision = {
      instance: name,
      state: 'needs-repair',
      reason: { code: 'unreadable', problem },
      action: { kind: 'none' },
    } as const
    return { decision, state: { kind: 'healthy', last: undefined, stale: [] }, tagCount: 0 }
  })
  return [...readable, ...unreadable]
}

/** A repair in the queue needs its room until its job has ended; a new secondary is found by hail when its turn comes. */
function claimOf({ instance, type, recreation }: OwnJob): readonly Claim[] {
  if (recreation) return [{ instance, nodes: recreation.nodes }]
  return type === 'failover' ? [{ instance, nodes: undefined }] : []
}

/** What this run knows of a pending or failed repair beyond its tag. */
function sharperReason(
  { instance, state, reason }: Decision,
  contradiction: History['contradiction'],
  jobGone: ReadonlySet<string>,
): Reason | undefined {
  if (state === 'pending-repair') return contradiction
  return reason.code === 'repair-failed' && jobGone.has(instance)
    ? { ...reason, code: 'job-gone' }
    : undefined
}

/** Nothing is begun on an instance while a repair of ours is on its way there, or was made and is not on record yet. */
function underWay({ name }: Instance, state: RepairState, knowledge: Knowledge): Decision | undefined {
  const reason = reasonToWait(name, knowledge)
  if (!reason || state.kind === 'failed') return undefined
  return { instance: name, state: 'pending-repair', reason, action: { kind: 'none' } }
}

function reasonToWait(name: string, { underWay, unrecorded }: Knowledge): Reason | undefined {
  const job = underWay.get(name)
  if (job) return { code: 'repair-running', type: job.type, jobs: [job.job] }
  const problem = unrecorded.get(name)
  return problem === undefined ? undefined : { code: 'problem', problem }
}
