import { exhaustive } from '../../../src/cluster/exhaustive.ts'
import { parseRepairTag, type TaggedRepair } from '../../../src/cluster/repair-tag.ts'
import { rungOf } from '../../invariants/watch/allowed.ts'
import type { RepairJob } from '../../invariants/watch/marks.ts'
import type { ModelCase, ModelNode } from './model-case.ts'

/**
 * The state machine of a healing run, written a second time from the design alone: which decisions on an instance are right, seen what is
 * the case. It knows less than the planner, so that it may accept several; what it does not accept is wrong in one of the two.
 *
 * A verdict is the name of a state, where nothing is to be done, or `do TYPE OPCODES`.
 */
export type Verdict = string

const LOCAL = ['plain', 'file']
const MOVE_MIB_PER_SECOND = 50
const MOVE_SECONDS = 10
const LAST_RETRY_SECONDS = 3600
const ATTEMPTS_MAX = 3

/** What may be decided on an instance. */
export function acceptable(at: ModelCase): ReadonlySet<Verdict> {
  const history = readTags(at)
  if (history.isPending) return new Set(['pending-repair'])
  if (history.isFinal) return new Set(['repair-failed'])
  const undone = undoneRecreation(history)
  const accepted = undone === undefined ? ofTable(at, history) : ofUndone(at, history, undone)
  return new Set(history.isPerhapsGone ? [...accepted, 'repair-failed'] : accepted)
}

interface Failure {
  readonly tag: TaggedRepair
  readonly job: RepairJob
}

interface History {
  readonly isPending: boolean
  readonly isFinal: boolean
  /** Whether a tag tells of a re-creation that was cancelled, and names no repair: another job, or one that is gone. */
  readonly isPerhapsGone: boolean
  /** Those that may be repeated, the oldest first. */
  readonly failures: readonly Failure[]
  /** Re-creations that were cancelled when they had only stopped the instance. */
  readonly undone: readonly Failure[]
  readonly isMalformed: boolean
}

/** Of each repair the tag counts that tells most; the failure of a repair that is none of ours is for good. */
function readTags({ tags, repairs }: ModelCase): History {
  const repairTags = tags.filter(tag => /^ganeti:watcher:autorepair:(pending|result)(:|$)/.test(tag))
  const byId = new Map<string, TaggedRepair[]>()
  for (const tag of repairTags) {
    const told = parseRepairTag(tag)
    if (told !== undefined) byId.set(told.id, [...(byId.get(told.id) ?? []), told])
  }
  const told = [...byId.values()].map(mostTelling)
  const lastSuccess = Math.max(
    ...told.filter(({ result }) => result === 'success').map(({ timeSeconds }) => Number(timeSeconds)),
  )
  const failed = told
    .filter(({ result }) => result === 'failure')
    .sort((a, b) => Number(a.timeSeconds - b.timeSeconds))
  const weighed = failed.map(tag => ({
    tag,
    job: repairs.find(({ id }) => [String(id)].join() === tag.jobs.join()),
  }))
  const failures = weighed.flatMap(({ tag, job }) =>
    job?.repair === tag.id && job.status === 'error' ? [{ tag, job }] : [],
  )
  const undone = told
    .filter(({ result, type, jobs }) => result === 'enoperm' && type === 'reinstall' && jobs.length === 1)
    .map(tag => ({ tag, job: repairs.find(({ id }) => String(id) === tag.jobs.join()) }))
    .filter(({ tag }) => !(Number(tag.timeSeconds) < lastSuccess))
  const counting = failures.filter(({ tag }) => Number(tag.timeSeconds) >= lastSuccess)
  const isThird = ({ tag: { type } }: Failure) =>
    counting.filter(({ tag }) => tag.type === type).length >= ATTEMPTS_MAX
  return {
    isPending:
      told.some(({ result, jobs }) => result === undefined && jobs.length > 0) || repairs.some(isUnfinished),
    isFinal: failures.length < failed.length || counting.some(isThird) || failures.some(isUnknown),
    isPerhapsGone: undone.some(({ job }) => job === undefined),
    failures: counting,
    undone: undone.flatMap(({ tag, job }) => (job?.repair === tag.id ? [{ tag, job }] : [])),
    isMalformed: repairTags.some(tag => parseRepairTag(tag) === undefined),
  }
}

/** How far a re-creation came whose process died, nobody can know, and what it has made may be all that there is. */
function isUnknown({ tag, job }: Failure): boolean {
  return tag.type === 'reinstall' && job.hasDied
}

function mostTelling(tags: readonly TaggedRepair[]): TaggedRepair {
  const weight = ({ result, timeSeconds }: TaggedRepair) =>
    ['', 'enoperm', 'success', 'failure'].indexOf(result ?? '') * 1e12 + Number(timeSeconds)
  return tags.reduce((best, tag) => (weight(tag) >= weight(best) ? tag : best))
}

function isUnfinished({ status }: RepairJob): boolean {
  return ['queued', 'waiting', 'canceling', 'running'].includes(status)
}

/** What the nodes of an instance call for, whatever its tags say: nothing to be done, or a repair of a type. */
type Due = { readonly state: Verdict } | DueRepair

interface DueRepair {
  readonly type: string
  readonly opcodes: string
  readonly isNewDisks?: true
  readonly isSecondCopy?: true
}

/** The table of section 4. */
function dueByTable(at: ModelCase): readonly Due[] {
  const { template, primary, secondary, adminState, runs } = at
  const nodes = secondary === undefined ? [primary] : [primary, secondary]
  if (nodes.every(({ flags, isSilent }) => flags === '' && !isSilent)) return [{ state: 'healthy' }]
  if (at.isForthcoming || adminState === 'offline') return [{ state: 'healthy' }]
  if (nodes.some(({ isSilent }) => isSilent)) return [{ state: 'needs-repair' }]
  if (runs === 'elsewhere') return [{ state: 'needs-repair' }]
  if (template === 'drbd') return dueOfDrbd(at)
  const isGone = primary.flags === 'offline'
  if (LOCAL.includes(template)) return isGone ? [recreation(at)] : dueOfDrainedLocal(at)
  if (isGone) return [{ type: 'failover', opcodes: 'FAILOVER', isSecondCopy: true }]
  return leaving(at).map(due => ('type' in due ? { ...due, isSecondCopy: true } : due))
}

function dueOfDrbd(at: ModelCase): readonly Due[] {
  const { primary, secondary } = at
  if (primary.flags === 'offline') {
    if (secondary?.flags === 'offline') return [recreation(at)]
    // The data is there, and Ganeti does not start it on a drained node.
    if (secondary?.flags === 'drained') return [{ state: 'needs-repair' }]
    const failover: Due = { type: 'failover', opcodes: 'FAILOVER' }
    const left: Due = { state: 'needs-repair' }
    switch (at.isSecondaryBehind) {
      case 'yes':
        return [left]
      case 'perhaps':
        return [failover, left]
      case 'no':
        return [failover]
      default:
        return exhaustive(at.isSecondaryBehind)
    }
  }
  if (secondary?.flags !== '') return newSecondary(at)
  return leaving(at)
}

/**
 * What should run and does not has perhaps no disks that are up; what its user shut down from within has. Where the old secondary is there
 * it is in the way of them, until an attempt has shown that they are not up.
 */
function newSecondary({ runs, adminState, mayBeUserDown, secondary }: ModelCase): readonly Due[] {
  const replace: Due = { type: 'fix-storage', opcodes: 'REPLACE_DISKS' }
  if (runs !== 'nowhere' || adminState !== 'up') return [replace]
  const withDisks: Due = { type: 'fix-storage', opcodes: 'ACTIVATE_DISKS+REPLACE_DISKS' }
  return mayBeUserDown || secondary?.flags !== 'offline' ? [withDisks, replace] : [withDisks]
}

/** How an instance leaves a drained node for one that has its data: while it runs, or by a failover that interrupts nothing. */
function leaving({ runs, mayBeUserDown }: ModelCase): readonly Due[] {
  if (runs === 'on its primary') return [{ type: 'migrate', opcodes: 'MIGRATE' }]
  const failover: Due = { type: 'migrate', opcodes: 'FAILOVER' }
  return mayBeUserDown ? [failover, { state: 'needs-repair' }] : [failover]
}

function dueOfDrainedLocal({ runs, adminState, diskMiB, limits, mayBeUserDown }: ModelCase): readonly Due[] {
  const move: Due = { type: 'failover', opcodes: 'MOVE' }
  if (runs === 'nowhere') return mayBeUserDown ? [move, { state: 'needs-repair' }] : [move]
  const stopSeconds = Math.ceil(diskMiB / MOVE_MIB_PER_SECOND) + MOVE_SECONDS
  // MOVE starts again only what is marked up.
  return adminState !== 'up' || stopSeconds > limits.maxStopSeconds ? [{ state: 'needs-repair' }] : [move]
}

function recreation({ adminState }: ModelCase): Due {
  const opcodes =
    adminState === 'up' ? 'SHUTDOWN+RECREATE_DISKS+REINSTALL+STARTUP' : 'RECREATE_DISKS+REINSTALL'
  return { type: 'reinstall', opcodes, isNewDisks: true }
}

function ofTable(at: ModelCase, history: History): Verdict[] {
  // A new secondary may be on record that holds half a copy. Not where the instance has still the nodes that it had before.
  const isNew = ({ from }: RepairJob) => from === undefined || at.nodeNames.some(name => !from.includes(name))
  const isHalfReplaced = history.failures.some(({ tag, job }) => tag.type === 'fix-storage' && isNew(job))
  return dueByTable(at).flatMap(due => {
    const doubt =
      isHalfReplaced && ('state' in due ? due.state === 'healthy' : /FAILOVER|MIGRATE/.test(due.opcodes))
    const verdicts = 'state' in due ? [due.state] : ofDue(at, history, due)
    return doubt ? [...verdicts, 'repair-failed'] : verdicts
  })
}

/** What becomes of a repair that is due: permission first, then all that it may have to wait for. */
function ofDue(at: ModelCase, history: History, due: DueRepair): Verdict[] {
  if (history.isMalformed) return ['needs-repair']
  if (at.allowed === 'suspended') return ['suspended']
  if (rungOf(due.type) > at.allowed) return ['repair-disallowed']
  if (at.isBusy || isUnsafe(at, due)) return ['needs-repair']
  const mayWait = mayBeRefused(at, due) || !at.isRoomAmple
  const failures = history.failures.filter(({ tag }) => tag.type === due.type)
  const waits = isTooEarly(at, failures)
  if (waits === 'yes') return ['needs-repair']
  const verdict = `do ${due.type} ${due.opcodes}`
  return mayWait || waits === 'perhaps' ? [verdict, 'needs-repair'] : [verdict]
}

/** Settling, and too many nodes gone: for what gives up data or could start a second copy. */
function isUnsafe(at: ModelCase, { isNewDisks, isSecondCopy }: DueRepair): boolean {
  if (isNewDisks !== true && isSecondCopy !== true) return false
  const { limits, primary, secondary, nowSeconds } = at
  const offline = [primary, ...(secondary === undefined ? [] : [secondary])].filter(isOffline)
  const isSettling = offline.some(({ markedSeconds }) => nowSeconds < markedSeconds + limits.settleSeconds)
  if (limits.settleSeconds > 0 && isSettling) return true
  if (isNewDisks !== true) return false
  return at.goneInGroup > (limits.maxOffline ?? Math.max(2, Math.floor(at.nodesInGroup / 5)))
}

function isOffline({ flags }: ModelNode): boolean {
  return flags === 'offline'
}

/** The second attempt is the next run's, the third one's time comes an hour later. */
function isTooEarly(at: ModelCase, failures: readonly Failure[]): 'no' | 'yes' | 'perhaps' {
  const last = failures.at(-1)
  if (last === undefined) return 'no'
  const seconds = Number(last.tag.timeSeconds)
  // The clock was set back, and nobody knows when that was.
  if (seconds > at.nowSeconds) return seconds > at.nowSeconds + 600 ? 'no' : 'perhaps'
  if (failures.length === 1) return seconds < at.runStartSeconds ? 'no' : 'perhaps'
  const untilSeconds = seconds + LAST_RETRY_SECONDS
  if (Math.abs(at.nowSeconds - untilSeconds) < 600) return 'perhaps'
  return at.nowSeconds < untilSeconds ? 'yes' : 'no'
}

/** What Ganeti refused for want of room is asked for again when figures change, or later, also where the original calls it a failure. */
function mayBeRefused({ repairs }: ModelCase, { type }: DueRepair): boolean {
  return repairs.findLast(repair => repair.type === type && !isUnfinished(repair))?.hasFoundNoRoom === true
}

/** The last re-creation of ours, where it has failed, or was cancelled half way, and nothing has succeeded since. */
function undoneRecreation({ failures, undone }: History): RepairJob | undefined {
  return (failures.findLast(({ tag }) => tag.type === 'reinstall') ?? undone.at(-1))?.job
}

/**
 * A re-creation that stopped half way. Its disks are not made a second time where they are there; whether something has changed since, which
 * leaves it to a human, the model does not know.
 */
function ofUndone(at: ModelCase, history: History, job: RepairJob): Verdict[] {
  if (at.adminState === 'offline') return ['healthy']
  const nodes = at.secondary === undefined ? [at.primary] : [at.primary, at.secondary]
  if (nodes.some(({ isSilent }) => isSilent)) return ['needs-repair']
  const isMade = job.opcodes.every(
    (opcode, index) => opcode !== 'RECREATE_DISKS' || job.opcodeStatuses[index] === 'success',
  )
  const isOnGoodNodes = !nodes.some(isOffline)
  const wholes = [
    'SHUTDOWN+RECREATE_DISKS+REINSTALL+STARTUP',
    'RECREATE_DISKS+REINSTALL+STARTUP',
    'RECREATE_DISKS+REINSTALL',
  ]
  const rests = ['REINSTALL+STARTUP', 'REINSTALL', 'STARTUP']
  const all = isMade && isOnGoodNodes ? rests : [...wholes, ...rests]
  // What others did since may be in the archive, too: then nothing is written where it may be wanted.
  const isNothingThere = !isMade && nodes.every(isOffline)
  const mayWrite = !at.archived.has(job.id) || isNothingThere
  const ways = all.filter(opcodes => mayWrite || opcodes === 'STARTUP')
  const again = ways.flatMap(opcodes =>
    ofDue(at, history, {
      type: 'reinstall',
      opcodes,
      ...(wholes.includes(opcodes) ? { isNewDisks: true } : {}),
    }),
  )
  const started = ['do failover FAILOVER+STARTUP', 'do failover FAILOVER']
  const isFailoverAllowed = at.allowed !== 'suspended' && at.allowed >= rungOf('failover')
  return [
    ...again,
    ...ofTable(at, history),
    ...(isFailoverAllowed ? started : []),
    'repair-failed',
    'needs-repair',
  ]
}
