/** Something planned: when it is due, and the rank in which it was planned. */
export interface PlannedEvent {
  readonly dueUs: number
  readonly rank: number
  readonly callback: () => void
  /** Set when it was taken back: it is then dropped where it surfaces, which is cheaper than searching the heap. */
  cancelled: boolean
}

/**
 * A binary heap of events, ordered by time and, at the same time, by the order of planning. A heap alone is not stable;
 * the rank makes every pair of events comparable and so the order a function of the inputs.
 */
export class EventHeap {
  readonly #events: PlannedEvent[] = []

  /** The earliest event that was not taken back, or undefined. */
  peek(): PlannedEvent | undefined {
    for (let first = this.#events[0]; first !== undefined; first = this.#events[0]) {
      if (!first.cancelled) return first
      this.#removeFirst()
    }
    return undefined
  }

  /** Removes and returns the earliest event that was not taken back, or undefined. */
  pop(): PlannedEvent | undefined {
    const first = this.peek()
    if (first !== undefined) this.#removeFirst()
    return first
  }

  push(event: PlannedEvent): void {
    const events = this.#events
    let index = events.length
    events.push(event)
    while (index > 0) {
      const parentIndex = (index - 1) >> 1
      const parent = events[parentIndex]
      if (parent === undefined || !isBefore(event, parent)) break
      events[index] = parent
      index = parentIndex
    }
    events[index] = event
  }

  #removeFirst(): void {
    const events = this.#events
    const last = events.pop()
    if (last === undefined || events.length === 0) return
    let index = 0
    for (;;) {
      const left = events[2 * index + 1]
      const right = events[2 * index + 2]
      const child = right !== undefined && left !== undefined && isBefore(right, left) ? right : left
      if (child === undefined || !isBefore(child, last)) break
      events[index] = child
      index = child === left ? 2 * index + 1 : 2 * index + 2
    }
    events[index] = last
  }
}

function isBefore(a: PlannedEvent, b: PlannedEvent): boolean {
  return a.dueUs < b.dueUs || (a.dueUs === b.dueUs && a.rank < b.rank)
}
