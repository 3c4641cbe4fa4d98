import type { ItemData, LaneData, PageData, PlayData } from '../page-data.ts'
import type { Filter } from './filter.ts'
import { matching } from './filter.ts'

export const ROW_PX = 17
export const HEADING_PX = 22
const GAP_PX = 7

/** A lane as it stands in the page, with the items that the filter leaves. */
export interface ShownLane {
  readonly play: PlayData
  readonly playIndex: number
  readonly lane: LaneData
  readonly title: string
  readonly items: readonly ItemData[]
  /** Set on the first lane of a section: its heading stands above it. */
  readonly heading: string | undefined
  /** Where its rows begin, from the top of everything. */
  readonly topPx: number
  readonly heightPx: number
}

export interface Shown {
  readonly lanes: readonly ShownLane[]
  /** For each play, which of its entries match. */
  readonly matches: readonly (readonly boolean[])[]
  readonly heightPx: number
}

const HEADINGS = {
  play: 'The play',
  nodes: 'Nodes',
  instances: 'Instances',
  runs: 'Runs of harep',
  jobs: 'Jobs',
} as const

/** Lays out the lanes of all plays: those of the same name stand one below the other, so that they can be compared. */
export function shownLanes({ plays }: PageData, filter: Filter): Shown {
  const matches = plays.map(play => matching(play, filter))
  const lanes: ShownLane[] = []
  let topPx = 0
  let section = ''
  for (const { playIndex, lane } of ordered(plays)) {
    const [play, found] = [plays[playIndex], matches[playIndex]]
    if (play === undefined || found === undefined) continue
    const items = lane.items.filter(({ entries }) => entries.some(index => found[index]))
    if (items.length === 0) continue
    const heading = lane.section === section ? undefined : HEADINGS[lane.section]
    section = lane.section
    if (heading !== undefined) topPx += HEADING_PX
    const heightPx = lane.rows * ROW_PX + GAP_PX
    const title = plays.length > 1 ? `${play.name} · ${lane.name}` : lane.name
    lanes.push({ play, playIndex, lane, title, items, heading, topPx, heightPx })
    topPx += heightPx
  }
  return { lanes, matches, heightPx: topPx }
}

function ordered(
  plays: readonly PlayData[],
): readonly { readonly playIndex: number; readonly lane: LaneData }[] {
  const [first] = plays
  if (first === undefined) return []
  const keys = plays.flatMap(({ lanes }) => lanes.map(({ section, name }) => ({ section, name })))
  const rank = new Map(
    ['play', 'nodes', 'instances', 'runs', 'jobs'].map((section, index) => [section, index]),
  )
  const unique = [...new Map(keys.map(key => [`${key.section} ${key.name}`, key])).values()]
  // The sort is stable: within a section the order of the first play, then what only the others have.
  unique.sort((one, other) => (rank.get(one.section) ?? 0) - (rank.get(other.section) ?? 0))
  return unique.flatMap(({ section, name }) =>
    plays.flatMap(({ lanes }, playIndex) =>
      lanes.filter(lane => lane.section === section && lane.name === name).map(lane => ({ playIndex, lane })),
    ),
  )
}
