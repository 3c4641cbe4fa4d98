/**
 * Puts what overlaps in time into different rows, and each thing into the first row that is free: asked in the order of their
 * beginnings.
 */
export class Rows {
  readonly #endsUs: number[] = []

  /** The row, from 0, of something that lasts from one time to another. */
  place(fromUs: number, toUs: number): number {
    const free = this.#endsUs.findIndex(endUs => endUs <= fromUs)
    const row = free === -1 ? this.#endsUs.length : free
    // What takes no time at all still takes some room.
    this.#endsUs[row] = Math.max(toUs, fromUs + 1)
    return row
  }

  get count(): number {
    return this.#endsUs.length
  }
}
