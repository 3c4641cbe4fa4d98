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

/** When cron starts harep for the first time after a time, in seconds. */
export function runAfter(seconds: number, everySeconds: number): number {
  return (Math.floor(seconds / everySeconds) + 1) * everySeconds
}

/** A node is drained, with so many chances in a hundred, or dies and is marked offline a second later. */
export function losesNode(
  draw: Draw,
  node: string,
  at: number,
  drainedPercent: number,
): readonly Happening[] {
  return draw.chance(drainedPercent) ? [{ at, do: 'drain', node }] : dies(node, at)
}

/** A node loses its power, and is marked offline a second later. */
export function dies(node: string, at: number): readonly Happening[] {
  return [
    { at, do: 'power-off', node },
    { at: at + 1, do: 'mark-offline', node },
  ]
}

/** The primary and the secondary of some drbd instance. */
export function legsOf(draw: Draw, { instances }: Cast): readonly [string, string] | undefined {
  const pairs = instances.flatMap(({ primary, secondary }) =>
    secondary === undefined ? [] : [[primary, secondary] as const],
  )
  return pairs.length === 0 ? undefined : draw.pick(pairs)
}
