import { exhaustive } from '../../cluster/exhaustive.ts'
import type { Instance } from '../../cluster/instance.ts'
import { isFinished } from '../../cluster/job.ts'
import type { TaggedRepair } from '../../cluster/repair-tag.ts'
import { covers, type RepairType } from '../../cluster/repair-type.ts'
import { withOneOff } from '../../policy/one-off.ts'
import type { Decider, Permission } from '../../policy/permission.ts'
import type { TagStep } from '../../policy/what-allows.ts'
import type { Reason } from '../reason.ts'
import { adviceFollowed } from './advice-followed.ts'
import { copyBehind } from './copy-behind.ts'
import type { HealingAction, HealingDecision } from './decision.ts'
import { decisionOf } from './decision-of.ts'
import type { Broken, Diagnosis } from './diagnosis.ts'
import {
  type Attempt,
  failedNodes,
  hasFoundNoDisk,
  isHalfReplaced,
  nodesBeforeRecreation,
  nodesWithOldVolumes,
  weighFailures,
} from './failures.ts'
import { waitForSafety } from './gates.ts'
import { type History, tagsOf } from './history.ts'
import { namesOfNodes } from './names-of-nodes.ts'
import type { PlanInput } from './plan-input.ts'
import { isReadOnly, type QueueIndex } from './queue-index.ts'
import { waitForRetry, waitForRoom } from './retry.ts'
import { unfinishedBehind } from './stage.ts'
import { diagnoseUnfinished } from './unfinished-recreation.ts'

/** All that a decision on one instance rests on. */
export interface Case {
  readonly instance: Instance
  readonly history: History
  /** What the table says of it. */
  readonly table: Diagnosis
  /** What the tags allow; only asked where something depends on it. */
  readonly permission: () => Permission
  /** What has to be done to the tags before they allow a repair of that type. */
  readonly toAllow: (type: RepairType) => readonly TagStep[]
  readonly queue: QueueIndex
  readonly input: PlanInput
  /** The digest of the figures of its group. */
  readonly figures: () => string
}

/** A repair that is due and allowed now, and only needs its nodes. */
export interface Due {
  readonly instance: Instance
  readonly broken: Broken
  readonly decidedBy: Decider
  readonly oneOffId: string | undefined
  readonly supersedes: readonly string[]
  readonly failedOn: readonly string[]
  readonly oldVolumesOn: readonly string[]
  readonly hadDisks: readonly string[]
  readonly lackedDisks: boolean
}

/**
 * Decides on one instance, up to the choice of nodes. First comes what is under way there, then what has failed for good:
 * nothing new is begun on either. After that the diagnosis says what is due, the permission whether it may be done, and
 * the gates whether it may be done now.
 */
export function decide(at: Case): HealingDecision | Due {
  const { instance, history, queue, table, input } = at
  const running = underWay(at)
  if (running) return decisionOf(instance.name, 'pending-repair', running)
  const failures = weighFailures(instance.name, history, queue)
  if (failures.kind === 'final') return decisionOf(instance.name, 'repair-failed', failures.reason)
  const withheld = input.withheld.get(instance.name)
  if (withheld) return decisionOf(instance.name, 'needs-repair', withheld)
  const { attempts, withdrawn, obsolete } = failures
  const unfinished = unfinishedBehind(attempts, withdrawn)
  const diagnosis = unfinished
    ? diagnoseUnfinished({ instance, unfinished, snapshot: input.snapshot, queue, table })
    : table
  switch (diagnosis.kind) {
    case 'fine':
      return well(at, diagnosis.reason, attempts)
    case 'blocked':
      return decisionOf(instance.name, 'needs-repair', withWhatFollows(at, diagnosis.reason))
    case 'failed':
      return decisionOf(instance.name, 'repair-failed', diagnosis.reason)
    case 'broken': {
      const behind = copyBehind(instance, diagnosis, history, input.snapshot, queue)
      if (behind) return decisionOf(instance.name, 'needs-repair', behind)
      return broken(at, diagnosis, attempts, obsolete)
    }
    default:
      return exhaustive(diagnosis)
  }
}

/** Advice is only good where harep does what it promises: what it would decide once it is followed. */
function withWhatFollows(at: Case, reason: Reason): Reason {
  if (reason.code !== 'copy-on-drained-node' && reason.code !== 'stop-too-long') return reason
  const followed = adviceFollowed(reason, at.instance, at.input)
  const next = decide({ ...at, ...followed })
  return 'reason' in next ? { ...reason, still: next.reason } : reason
}

/** A repair of ours on its way, whatever the tags say: the oldest that a tag tells, else what is in the queue. */
function underWay({ instance, history: { pending, contradicting }, queue }: Case): Reason | undefined {
  if (pending && contradicting)
    return { code: 'tags-contradict', pending: pending.tag, later: contradicting.tag }
  if (pending) {
    const { type, jobs } = pending
    return { code: isOver(pending, queue) ? 'result-waiting' : 'repair-running', type, jobs }
  }
  const job = queue.repairing(instance.name)
  return job?.repair && { code: 'repair-running', type: job.repair.type, jobs: [job.id] }
}

/**
 * Whether its jobs have all ended, or are on nobody's record, so that only the tag that says so is missing: it waits in the queue, or was
 * not written.
 */
function isOver({ jobs }: TaggedRepair, queue: QueueIndex): boolean {
  return jobs.every(id => isFinished(queue.job(id)?.status ?? 'error'))
}

/** Nothing is to be repaired: a one-off permission is answered, and failures that could be repeated are forgotten. */
function well(at: Case, reason: Reason, attempts: readonly Attempt[]): HealingDecision {
  const { instance, history, input } = at
  const { oneOff } = history
  if (reason.code !== 'nodes-fine') return decisionOf(instance.name, 'healthy', reason)
  const doubt = doubtOfSecondary(instance, attempts)
  if (doubt) return decisionOf(instance.name, 'repair-failed', doubt)
  const old = tagsOf(history, [...history.failures, ...history.withdrawn])
  const permission = oneOff && at.permission()
  if (permission?.kind === 'suspended' && oneOff) {
    const waiting = { code: 'one-off-waiting', type: oneOff.type, tag: oneOff.tag } as const
    return decisionOf(instance.name, 'healthy', waiting, permission.by)
  }
  if (oneOff) {
    const { type, id } = oneOff
    const add = { type, id, timeSeconds: input.nowSeconds, result: 'success', jobs: [] } as const
    const remove = [...tagsOf(history, [oneOff, ...history.over]), ...old]
    return decisionOf(instance.name, 'healthy', reason, undefined, { kind: 'retag', add, remove })
  }
  const action: HealingAction | undefined =
    old.length > 0 ? { kind: 'retag', add: undefined, remove: old } : undefined
  return decisionOf(instance.name, 'healthy', reason, undefined, action)
}

/** A new secondary may have been written down and its copy not have been finished: how well the nodes are does not tell. */
function doubtOfSecondary(instance: Instance, attempts: readonly Attempt[]): Reason | undefined {
  const nodes = namesOfNodes(instance)
  const doubtful = attempts.find(attempt => isHalfReplaced(attempt, nodes))
  if (!doubtful) return undefined
  const { type, jobs, tag } = doubtful.tag
  return { code: 'repair-failed', type, jobs, tag, why: 'half-copy' }
}

function broken(
  at: Case,
  diagnosis: Broken,
  attempts: readonly Attempt[],
  obsolete: readonly TaggedRepair[],
): HealingDecision | Due {
  const { instance, history } = at
  const { type, remedy } = diagnosis
  const { name } = instance
  // Ganeti fails over even to half a copy where it cannot ask the primary, which has the data, and is then the secondary.
  const doubt =
    remedy.kind === 'failover' || remedy.kind === 'migrate' ? doubtOfSecondary(instance, attempts) : undefined
  if (doubt) return decisionOf(name, 'repair-failed', doubt)
  if (history.malformed.length > 0)
    return decisionOf(name, 'needs-repair', { code: 'tags-malformed', tags: history.malformed })
  // The oldest that is for so much; an older one for less would be in its way for ever.
  const oneOff = history.oneOffs.find(one => covers(one.type, type)) ?? history.oneOff
  const standing = at.permission()
  const permission = oneOff ? withOneOff(standing, name, oneOff) : standing
  switch (permission.kind) {
    case 'not-enabled':
      return decisionOf(name, 'repair-disallowed', { code: 'not-enabled', type })
    case 'suspended':
      return decisionOf(
        name,
        'suspended',
        { code: 'suspended', permission, toAllow: at.toAllow(type) },
        permission.by,
      )
    case 'enabled': {
      const { by, upTo } = permission
      if (!covers(upTo, type)) {
        const reason = { code: 'not-allowed', type, permission, toAllow: at.toAllow(type) } as const
        return decisionOf(name, 'repair-disallowed', reason, by, refusal(history, type, upTo))
      }
      const wait = waiting(at, diagnosis, attempts)
      if (wait) return decisionOf(name, 'needs-repair', wait, by)
      const isOneOff = oneOff !== undefined && by.tag === oneOff.tag
      return {
        instance,
        broken: diagnosis,
        decidedBy: by,
        oneOffId: isOneOff ? oneOff.id : undefined,
        // The one-off tag stays beside the pending one of the same id: the permission outlives a repair that was refused.
        supersedes: tagsOf(history, [...history.over, ...obsolete]),
        failedOn: failedNodes(attempts, type),
        oldVolumesOn: nodesWithOldVolumes(attempts),
        hadDisks: nodesBeforeRecreation(history, at.queue),
        lackedDisks: hasFoundNoDisk(attempts.at(-1)),
      }
    }
    default:
      return exhaustive(permission)
  }
}

/** A refusal that stands on record already is not written again: that would be two jobs a run for nothing. */
function refusal(history: History, type: RepairType, upTo: RepairType): HealingAction | undefined {
  const last = history.over.at(-1)
  if (last?.result === 'enoperm' && last.type === type) return undefined
  return { kind: 'refuse', type, upTo, supersedes: tagsOf(history, history.over) }
}

/** Why a repair that is due and allowed is not made now. */
function waiting(at: Case, { type, remedy }: Broken, attempts: readonly Attempt[]): Reason | undefined {
  const { instance, queue, input, figures } = at
  const naming = queue.naming(instance.name)
  const other = naming.find(job => !isFinished(job.status) && !isReadOnly(job))
  if (other) return { code: 'busy', job: other.id, opId: other.opcodes[0]?.opId ?? '' }
  return (
    waitForSafety(instance, remedy, input.snapshot, input.limits, input.nowSeconds) ??
    waitForRetry(type, attempts, input) ??
    waitForRoom(type, naming, figures, input)
  )
}
