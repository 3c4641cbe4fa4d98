import type { TraceEntry } from '../trace/trace-entry.ts'
import type { Lanes, OpenItem } from './lanes.ts'

type Guest = TraceEntry & { readonly kind: 'guest' }

/** Below the marks of its decisions. */
const GUEST_BAND = 1

/** Draws when the guest of an instance ran, and when not. What was before its first change follows from that. */
export class GuestItems {
  readonly #lanes: Lanes
  readonly #current = new Map<string, OpenItem>()

  constructor(lanes: Lanes) {
    this.#lanes = lanes
  }

  changed({ instance, runs, atUs }: Guest, index: number): void {
    const current = this.#current.get(instance)
    // Only half of a migration: it runs on, on another node.
    if (current !== undefined && (current.shape === 'bar') === runs) {
      current.entries.push(index)
      return
    }
    const before = current ?? this.#add(instance, !runs, 0, [])
    before.toUs = atUs
    before.entries.push(index)
    this.#add(instance, runs, atUs, [index])
  }

  #add(instance: string, runs: boolean, fromUs: number, entries: number[]): OpenItem {
    const item = this.#lanes.add('instances', instance, {
      row: GUEST_BAND,
      fromUs,
      toUs: Number.POSITIVE_INFINITY,
      shape: runs ? 'bar' : 'hatched',
      tone: runs ? 'good' : 'bad',
      label: runs ? 'runs' : 'STOPPED',
      entries,
    })
    this.#current.set(instance, item)
    return item
  }
}
