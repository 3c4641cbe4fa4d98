import type { TaggedRepair } from '../../cluster/repair-tag.ts'
import type { RepairType } from '../../cluster/repair-type.ts'
import type { OpcodeError, QueuedJob, QueuedOpcode } from '../queue.ts'
import type { Reason, WhyFinal } from '../reason.ts'
import type { History } from './history.ts'
import { hasOnlyStopped, isDeath } from './outcome.ts'
import type { QueueIndex } from './queue-index.ts'

/** So many failures of one type, and it is not tried again. */
export const ATTEMPTS_MAX = 3

/** A failure of ours whose retry can do no harm, with the job that failed. */
export interface Attempt {
  readonly tag: TaggedRepair
  readonly job: QueuedJob
}

/** What the failures of an instance amount to: attempts that may be repeated, or something that a human has to see. */
export type Failures =
  | {
      readonly kind: 'attempts'
      readonly attempts: readonly Attempt[]
      /** Re-creations that were cancelled when they had only stopped their instance, the oldest first: no attempts. */
      readonly withdrawn: readonly Attempt[]
      /** Attempts that were followed by a success whose run died before it could remove their tags. */
      readonly obsolete: readonly TaggedRepair[]
    }
  | { readonly kind: 'final'; readonly reason: Reason }

/**
 * Weighs the failures, from the oldest to the newest. Only those whose job carries a mark of ours with the same id, and is about the instance, count
 * as attempts: those of the original stay final, as does what somebody cancelled, and what is no longer on record. Each
 * attempt has left a tag, so that the count needs no state of our own.
 */
export function weighFailures(
  instance: string,
  { failures, withdrawn, over }: History,
  queue: QueueIndex,
): Failures {
  const attempts: Attempt[] = []
  const obsolete: TaggedRepair[] = []
  const success = over.findLast(({ result }) => result === 'success')
  for (const tag of failures) {
    const weighed = weigh(instance, tag, queue)
    if ('code' in weighed) return { kind: 'final', reason: weighed }
    if (success && tag.timeSeconds < success.timeSeconds) {
      obsolete.push(tag)
      continue
    }
    attempts.push(weighed)
    const ofType = attempts.filter(one => one.tag.type === tag.type)
    if (ofType.length >= ATTEMPTS_MAX) {
      const jobs = ofType.flatMap(one => one.tag.jobs)
      const tags = ofType.map(one => one.tag.tag)
      return { kind: 'final', reason: { code: 'attempts-failed', type: tag.type, jobs, tags } }
    }
  }
  const stopped: Attempt[] = []
  for (const tag of withdrawn) {
    const isOver = success !== undefined && tag.timeSeconds < success.timeSeconds
    const weighed = isOver ? undefined : weighWithdrawn(instance, tag, queue)
    if (weighed && 'code' in weighed) return { kind: 'final', reason: weighed }
    if (weighed) stopped.push(weighed)
    else obsolete.push(tag)
  }
  return { kind: 'attempts', attempts, withdrawn: stopped, obsolete }
}

/** What such a tag tells is believed only of a job that shows it. One about a job that is none of ours tells nothing. */
function weighWithdrawn(
  instance: string,
  tagged: TaggedRepair,
  queue: QueueIndex,
): Attempt | Reason | undefined {
  const { type, jobs, tag } = tagged
  const job = queue.job(jobs[0] ?? '')
  if (!job) return { code: 'job-gone', type, jobs, result: 'enoperm', tag }
  if (!isRepairOf(instance, tagged, job)) return undefined
  return job.status === 'canceled' && hasOnlyStopped(job)
    ? { tag: tagged, job }
    : { code: 'repair-failed', type, jobs, tag, why: 'had-begun' }
}

/**
 * The nodes where attempts of a type failed: those that their jobs were given, and, where hail chose one, the one that
 * Ganeti complains of. A node that was away may still have volumes of the same names from before ("already exists"), and
 * hail would choose it each time.
 */
export function failedNodes(attempts: readonly Attempt[], type: RepairType): readonly string[] {
  return attempts.flatMap(({ tag, job }) => (tag.type === type ? job.opcodes.flatMap(nodesOfFailure) : []))
}

function nodesOfFailure({ nodes, error }: QueuedOpcode): readonly string[] {
  return error === undefined ? nodes : [...nodes, ...blamedBy(error)]
}

function blamedBy({ text }: OpcodeError): readonly string[] {
  const node = / on node (?<node>\S+) for instance /u.exec(text)?.groups?.['node']
  return node === undefined ? [] : [node]
}

/** The nodes where an attempt found volumes of the same names from before: a copy to them can only fail. */
export function nodesWithOldVolumes(attempts: readonly Attempt[]): readonly string[] {
  return attempts.flatMap(({ job }) =>
    job.opcodes.flatMap(({ error }) =>
      error !== undefined && OLD_VOLUME.test(error.text) ? blamedBy(error) : [],
    ),
  )
}

/** Where an instance had its disks before the last repair of it, if that made them anew and its job is on record. */
export function nodesBeforeRecreation({ over }: History, queue: QueueIndex): readonly string[] {
  const success = over.findLast(({ result }) => result === 'success')
  if (success?.type !== 'reinstall') return []
  return success.jobs.flatMap(id => queue.job(id)?.from ?? [])
}

/** LVM's words, and those of file storage (lib/storage/filestorage.py, CreateFile). */
const OLD_VOLUME = / already exists\b|\bFile exists\b/u

/** Whether an attempt was refused since the disks of its instance are not active. */
export function hasFoundNoDisk(attempt: Attempt | undefined): boolean {
  return attempt?.job.opcodes.some(({ error }) => error !== undefined && NO_DISK.test(error.text)) ?? false
}

/** As REPLACE_DISKS says it (lib/cmdlib/instance_storage.py, _CheckDisksExistence). */
const NO_DISK = /^Can't find disk\//u

/**
 * Whether a REPLACE_DISKS has perhaps written a new secondary down whose copy is not there: what it refused beforehand, or
 * could not even begin, has changed nothing. Nor has what failed while the instance has still the nodes that the job says it had.
 */
export function isHalfReplaced({ tag, job }: Attempt, nodes: readonly string[]): boolean {
  const { from, opcodes } = job
  if (tag.type !== 'fix-storage' || !opcodes.some(({ error }) => error !== undefined && isLate(error)))
    return false
  return from === undefined || nodes.some(name => !from.includes(name))
}

/** What Ganeti says before it changes anything (lib/cmdlib/instance_storage.py, steps 1 and 3 of a new secondary). */
const EARLY = /^Can't (?:create block device|find disk\/)/u

function isLate({ errorClass, text }: OpcodeError): boolean {
  return errorClass !== 'OpPrereqError' && !EARLY.test(text)
}

function weigh(instance: string, tagged: TaggedRepair, queue: QueueIndex): Attempt | Reason {
  const { type, jobs: ids, tag } = tagged
  const [job, ...more] = ids.map(queue.job)
  const gone = ids.filter(id => queue.job(id) === undefined)
  const final = (why: WhyFinal): Reason => ({ code: 'repair-failed', type, jobs: ids, tag, why })
  if (ids.length === 0) return final('not-ours')
  if (!job || gone.length > 0) return { code: 'job-gone', type, jobs: gone, result: 'failure', tag }
  if (more.length > 0 || !isRepairOf(instance, tagged, job)) return final('not-ours')
  if (job.status === 'canceled') return { code: 'repair-cancelled', type, jobs: ids, tag }
  if (job.status !== 'error') return final('not-failed')
  // How far a re-creation came must be known: what it has made may be the only thing there is.
  if (type === 'reinstall' && isDeath(job)) return final('died')
  return { tag: tagged, job }
}

/** Whether a job is the repair that a tag tells of. The id alone may be another's: an admin may have left it empty, on two instances. */
function isRepairOf(instance: string, { type, id }: TaggedRepair, { repair, opcodes }: QueuedJob): boolean {
  const isNamed = opcodes.some(({ instances }) => instances.includes(instance))
  return repair?.id === id && repair.type === type && isNamed
}
