import type { Place } from './picture.ts'
import type { Shown } from './shown-lanes.ts'

/** The item beside a selected one: before or after it in its lane, or the nearest in time in the lane above or below. */
export function neighbour(
  { lanes }: Shown,
  selected: Place | undefined,
  direction: 'before' | 'after' | 'above' | 'below',
): Place | undefined {
  const laneIndex = lanes.findIndex(({ lane }) => lane === selected?.lane.lane)
  const lane = lanes[laneIndex]
  if (selected === undefined || lane === undefined) {
    const [first] = lanes
    const item = first?.items[0]
    return first === undefined || item === undefined ? undefined : { lane: first, item }
  }
  if (direction === 'before' || direction === 'after') {
    const at = lane.items.indexOf(selected.item)
    const item = lane.items[at + (direction === 'after' ? 1 : -1)]
    return item === undefined ? selected : { lane, item }
  }
  const next = lanes[laneIndex + (direction === 'below' ? 1 : -1)]
  if (next === undefined) return selected
  const { fromUs } = selected.item
  const [item] = next.items.toSorted(
    (one, other) => Math.abs(one.fromUs - fromUs) - Math.abs(other.fromUs - fromUs),
  )
  return item === undefined ? selected : { lane: next, item }
}
