import type { TraceEntry } from '../trace/trace-entry.ts'
import type { Lanes, OpenItem } from './lanes.ts'

type Moved = TraceEntry & { readonly kind: 'run-started' | 'run-ended' }

/** Draws the runs of harep, each with all that it told. */
export class RunItems {
  readonly #lanes: Lanes
  readonly #items = new Map<number, OpenItem>()

  constructor(lanes: Lanes) {
    this.#lanes = lanes
  }

  moved(entry: Moved, index: number): void {
    if (entry.kind === 'run-started') {
      const { run, program, node, atUs } = entry
      const item: OpenItem = {
        row: 0,
        fromUs: atUs,
        toUs: Number.POSITIVE_INFINITY,
        shape: 'bar',
        tone: 'neutral',
        label: `run ${run} on ${node}`,
        entries: [index],
      }
      this.#items.set(run, this.#lanes.add('runs', program, item))
      return
    }
    const item = this.#items.get(entry.run)
    if (item === undefined) return
    item.toUs = entry.atUs
    item.entries.push(index)
    if (entry.outcome === '0') return
    item.tone = 'bad'
    item.shape = 'hatched'
    item.label += ` ✗ ${entry.outcome}`
  }

  told(run: number, index: number): void {
    this.#items.get(run)?.entries.push(index)
  }
}
