import { naturalOrder } from './natural-order.ts'
import { type ItemData, type LaneData, SECTIONS, type Section } from './page-data.ts'

/** An item whose row and end are not known yet. */
export type OpenItem = { -readonly [Key in keyof ItemData]: ItemData[Key] } & { entries: number[] }

/** The lanes of a play while they are being filled. */
export class Lanes {
  readonly #lanes = new Map<string, { section: Section; name: string; items: OpenItem[] }>()

  /** Puts an item into a lane, whose row, end and entries may change as long as the play goes on. */
  add(section: Section, name: string, item: OpenItem): OpenItem {
    const key = `${section} ${name}`
    const lane = this.#lanes.get(key) ?? { section, name, items: [] }
    this.#lanes.set(key, lane)
    lane.items.push(item)
    return item
  }

  /** All lanes in the order in which they stand. */
  finished(): readonly LaneData[] {
    const lanes = [...this.#lanes.values()].map(({ section, name, items }) => ({
      section,
      name,
      rows: items.reduce((most, { row }) => Math.max(most, row), 0) + 1,
      items: items.toSorted((one, other) => one.fromUs - other.fromUs),
    }))
    const rank = ({ section }: LaneData) => SECTIONS.indexOf(section)
    return lanes.sort((one, other) => rank(one) - rank(other) || naturalOrder(one.name, other.name))
  }
}
