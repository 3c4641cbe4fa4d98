import { deleteTags, type Opcode, setTags } from '../../cluster/opcode.ts'
import type { TagChange } from './tag-change.ts'

/**
 * So many instances share a job. Each opcode takes it 0.3 s, so that several jobs beside each other are sooner done; but
 * each costs the master 0.5 s of a processor for its submission and its process, which what is being repaired needs, too.
 */
const INSTANCES_A_JOB = 8

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
 * The jobs that make changes. What is only to be removed has a job of its own for each instance: no repair depends on it, and
 * where one waits for a lock nobody may follow it any more.
 */
export function batchesOf(changes: readonly TagChange[]): readonly Batch[] {
  const isAddition = ({ add }: TagChange) => add !== undefined
  const additions = inChunks(changes.filter(isAddition), INSTANCES_A_JOB)
  const removals = inChunks(
    changes.filter(change => !isAddition(change)),
    1,
  )
  return [...additions, ...removals]
    .map(some => [...some.flatMap(additionOf), ...some.flatMap(removalOf)])
    .filter(({ length }) => length > 0)
}

function inChunks(changes: readonly TagChange[], size: number): readonly (readonly TagChange[])[] {
  return Array.from({ length: Math.ceil(changes.length / size) }, (_, index) =>
    changes.slice(index * size, (index + 1) * size),
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
