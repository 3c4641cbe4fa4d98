/** The span of time that is shown, in microseconds: it never leaves the play, and never gets shorter than a millisecond. */
export class TimeWindow {
  readonly #endUs: number
  fromUs = 0
  toUs: number

  constructor(endUs: number) {
    this.#endUs = Math.max(endUs, SHORTEST_US)
    this.toUs = this.#endUs
  }

  /** Shows everything. */
  fit(): void {
    this.show(0, this.#endUs)
  }

  show(fromUs: number, toUs: number): void {
    const lengthUs = Math.min(this.#endUs, Math.max(SHORTEST_US, toUs - fromUs))
    this.fromUs = Math.min(Math.max(0, fromUs), this.#endUs - lengthUs)
    this.toUs = this.fromUs + lengthUs
  }

  /** Shows so many times as much time (less, below 1), with this moment at its place. */
  zoom(factor: number, aroundUs: number): void {
    const lengthUs = Math.min(this.#endUs, Math.max(SHORTEST_US, (this.toUs - this.fromUs) * factor))
    const share = (aroundUs - this.fromUs) / (this.toUs - this.fromUs)
    this.show(aroundUs - share * lengthUs, aroundUs - share * lengthUs + lengthUs)
  }

  pan(byUs: number): void {
    this.show(this.fromUs + byUs, this.toUs + byUs)
  }

  /** Moves as little as makes a moment visible. */
  reveal(timeUs: number): void {
    if (timeUs >= this.fromUs && timeUs <= this.toUs) return
    this.pan(timeUs - (this.fromUs + this.toUs) / 2)
  }

  get lengthUs(): number {
    return this.toUs - this.fromUs
  }
}

const SHORTEST_US = 1_000
