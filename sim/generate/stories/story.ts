import type { Happening } from '../../faults/all.ts'
import type { Cast } from '../cast.ts'
import type { Draw } from '../draw.ts'

/** Something that happens to nodes as it does in life: several happenings that belong together. */
export interface Story {
  readonly name: string
  /** The happenings, beginning at a time in seconds; an empty list where the cast is not made for it. */
  readonly tell: (draw: Draw, cast: Cast, fromSeconds: number, wait: Wait) => readonly Happening[]
}

/** How long it takes until the next thing happens, in seconds. */
export type Wait = () => number
