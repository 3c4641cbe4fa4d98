import type { TraceEntry } from '../trace/trace-entry.ts'
import type { Concern } from './concerns.ts'
import { endsWhat, lasts, stopsWhenCalm } from './fault-pairs.ts'
import type { Lanes, OpenItem } from './lanes.ts'
import type { Section } from './page-data.ts'

type Happening = TraceEntry & { readonly kind: 'happening' }

/** Draws what happens: bars for what lasts, from its beginning to what ends it, and marks for the rest. */
export class FaultItems {
  readonly #lanes: Lanes
  readonly #open = new Map<string, { readonly fault: string; readonly item: OpenItem }>()

  constructor(lanes: Lanes) {
    this.#lanes = lanes
  }

  happened(entry: Happening, index: number, concern: Concern): void {
    const { fault, about, atUs, tookPlace } = entry
    const ended = endsWhat(fault)
    if (ended !== undefined && tookPlace) {
      const open = this.#open.get(keyOf(ended, about))
      if (open !== undefined) {
        open.item.toUs = atUs
        open.item.entries.push(index)
        this.#open.delete(keyOf(ended, about))
        return
      }
    }
    const isBar = tookPlace && lasts(fault)
    const item = this.#lanes.add(...laneOf(concern), {
      row: 0,
      fromUs: atUs,
      toUs: isBar ? Number.POSITIVE_INFINITY : atUs,
      shape: isBar ? 'hatched' : tookPlace ? 'flag' : 'hollow',
      tone: tookPlace ? 'fault' : 'neutral',
      label: fault,
      entries: [index],
    })
    if (isBar) this.#open.set(keyOf(fault, about), { fault, item })
  }

  /** The faults stop. */
  calm(atUs: number, index: number): void {
    for (const [key, { fault, item }] of this.#open) {
      if (!stopsWhenCalm(fault)) continue
      item.toUs = atUs
      item.entries.push(index)
      this.#open.delete(key)
    }
  }
}

function keyOf(fault: string, about: string | undefined): string {
  return `${fault} ${about ?? ''}`
}

const PLAY = 'what happens'

function laneOf({ node, instance }: Concern): [section: Section, name: string] {
  if (instance !== undefined) return ['instances', instance]
  return node === undefined ? ['play', PLAY] : ['nodes', node]
}
