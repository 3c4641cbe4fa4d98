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

/** The jobs that make changes. What is only to be removed has jobs of its own: no repair depends on them. */
export function batchesOf(changes: readonly TagChange[]): readonly Batch[] {
  const isOnlyRemoved = ({ add }: TagChange) => add === undefined
  return [...chunksOf(changes.filter(one => !isOnlyRemoved(one))), ...chunksOf(changes.filter(isOnlyRemoved))]
    .map(some => [...some.flatMap(additionOf), ...some.flatMap(removalOf)])
    .filter(({ length }) => length > 0)
}

function chunksOf(changes: readonly TagChange[]): readonly (readonly TagChange[])[] {
  return Array.from({ length: Math.ceil(changes.length / INSTANCES_A_JOB) }, (_, index) =>
    changes.slice(index * INSTANCES_A_JOB, (index + 1) * INSTANCES_A_JOB),
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
