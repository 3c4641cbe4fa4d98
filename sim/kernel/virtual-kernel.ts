import { EventHeap, type PlannedEvent } from './event-heap.ts'
import type { Kernel, RandomStream } from './kernel.ts'
import { createRandomStream } from './random-stream.ts'

/** Where a simulation starts. */
export interface KernelOptions {
  /** The time since the epoch at the start, in whole microseconds. */
  readonly startUs: number
  readonly seed: number
}

/**
 * A kernel whose clock moves only when somebody runs events. Throws RangeError for a time or a delay that is no whole,
 * non-negative number of microseconds, and for an attempt to go back in time: each is a mistake of the caller.
 */
export function createKernel(options: KernelOptions): Kernel {
  return new VirtualKernel(options)
}

class VirtualKernel implements Kernel {
  readonly #seed: number
  readonly #heap = new EventHeap()
  readonly #streams = new Map<string, RandomStream>()
  #nowUs: number
  #rank = 0

  constructor(options: KernelOptions) {
    this.#nowUs = checkedUs(options.startUs, 'the start time')
    this.#seed = options.seed
  }

  get nowUs(): number {
    return this.#nowUs
  }

  get monotonicUs(): number {
    return this.#nowUs
  }

  get nextUs(): number | undefined {
    return this.#heap.peek()?.dueUs
  }

  after(delayUs: number, callback: () => void): () => void {
    const dueUs = checkedUs(this.#nowUs + checkedUs(delayUs, 'a delay'), 'the time of an event')
    const event: PlannedEvent = { dueUs, rank: this.#rank, callback, cancelled: false }
    this.#rank += 1
    this.#heap.push(event)
    return () => {
      event.cancelled = true
    }
  }

  step(): boolean {
    const event = this.#heap.pop()
    if (event === undefined) return false
    this.#nowUs = event.dueUs
    event.callback()
    return true
  }

  runUntil(timeUs: number): void {
    checkedUs(timeUs, 'the time to run to')
    if (timeUs < this.#nowUs) {
      throw new RangeError(`cannot go back in time: it is ${this.#nowUs} us, asked for ${timeUs} us`)
    }
    for (let next = this.nextUs; next !== undefined && next <= timeUs; next = this.nextUs) this.step()
    this.#nowUs = timeUs
  }

  random(stream: string): RandomStream {
    let found = this.#streams.get(stream)
    if (found === undefined) {
      found = createRandomStream(this.#seed, stream)
      this.#streams.set(stream, found)
    }
    return found
  }
}

function checkedUs(value: number, what: string): number {
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new RangeError(`${what} must be a whole number of microseconds, 0 or more: ${value}`)
  }
  return value
}
