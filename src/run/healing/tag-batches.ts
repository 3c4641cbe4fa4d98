import { deleteTags, type Opcode, setTags } from '../../cluster/opcode.ts'
import type { TagChange } from './tag-change.ts'

/**
 * So many instances share a job. Each opcode takes it 0.3 s, so that several jobs beside each other are sooner done; but
 * each costs the master 0.5 s of a processor for its submission and its process, which what is being repaired needs, too.
 */
export const INSTANCES_A_JOB = 8

/** Into so many jobs at most goes what may wait for a lock: to cancel one that does takes luxid up to 44 s (jobs.md section 8). */
const SPREAD_MAX = 4

/** One opcode of a job that writes tags. */
export interface Step {
  readonly instance: string
  readonly opcode: Opcode
  /** The tag to be set; undefined where others are to be removed. */
  readonly tag: string | undefined
}

/** The steps of one job. */
export type Batch = readonly Step[]

/**
 * The jobs that make changes. Those on instances that are locked come last, in one job of their own: the others are not to wait with
 * them, and it waits for the first lock whichever comes behind it. What is only to be removed has a job of its own for each
 * instance, as far as `jobsMax` jobs allow: no repair depends on it, and where one waits for a lock nobody may follow it any more.
 */
export function batchesOf(
  changes: readonly TagChange[],
  locked: ReadonlySet<string>,
  jobsMax: number,
): readonly Batch[] {
  const isLocked = ({ instance }: TagChange) => locked.has(instance)
  const additions = changes.filter(({ add }) => add !== undefined)
  const free = inChunks(
    additions.filter(change => !isLocked(change)),
    INSTANCES_A_JOB,
  )
  const removals = changes.filter(({ add }) => add === undefined)
  const jobsLeft = Math.max(1, jobsMax - free.length)
  const together = Math.min(INSTANCES_A_JOB, Math.max(1, Math.ceil(removals.length / jobsLeft)))
  const lockedLast =
    together === 1
      ? removals
      : [...removals.filter(change => !isLocked(change)), ...removals.filter(isLocked)]
  return [...free, additions.filter(isLocked), ...inChunks(lockedLast, together)]
    .map(some => [...some.flatMap(additionOf), ...some.flatMap(removalOf)])
    .filter(({ length }) => length > 0)
}

/**
 * What is left of jobs that were stuck for a lock, in several jobs: more of its instances may be locked, and one after the other they would
 * use up the time of all.
 */
export function spreadOut(steps: Batch): readonly Batch[] {
  const instances = [...new Set(steps.map(({ instance }) => instance))]
  return inChunks(instances, Math.max(1, Math.ceil(instances.length / SPREAD_MAX))).map(some =>
    steps.filter(({ instance }) => some.includes(instance)),
  )
}

function inChunks<One>(all: readonly One[], size: number): readonly (readonly One[])[] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, index) =>
    all.slice(index * size, (index + 1) * size),
  )
}

function additionOf({ instance, add }: TagChange): readonly Step[] {
  return add === undefined ? [] : [{ instance, opcode: setTags(instance, [add]), tag: add }]
}

function removalOf({ instance, remove }: TagChange): readonly Step[] {
  return remove.length === 0 ? [] : [{ instance, opcode: deleteTags(instance, remove), tag: undefined }]
}

/** Whether a job only removes tags. */
export function isRemoval(batch: readonly Step[]): boolean {
  return batch.every(({ tag }) => tag === undefined)
}
