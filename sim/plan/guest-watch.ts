import type { SimulatedCluster } from '../ganeti/simulated-cluster.ts'
import type { Kernel } from '../kernel/kernel.ts'

/** A time in which an instance that should run does not. Microseconds of virtual time. */
export interface Interruption {
  readonly fromUs: number
  /** undefined where it is not over. */
  readonly untilUs: number | undefined
}

/**
 * Notes from now on when the guests of these instances run nowhere. One that does not run when the watch begins counts as
 * interrupted from that moment on. A live migration stops and starts a guest in the same moment, which is no interruption.
 */
export class GuestWatch {
  readonly #over = new Map<string, Interruption[]>()
  readonly #since = new Map<string, number>()

  constructor(kernel: Kernel, cluster: SimulatedCluster, names: ReadonlySet<string>) {
    for (const { name, runningOn } of cluster.snapshot().instances)
      if (names.has(name) && runningOn.length === 0) this.#since.set(name, kernel.nowUs)
    cluster.watchGuests((name, runs) => {
      if (!names.has(name)) return
      if (runs) this.#started(name, kernel.nowUs)
      else if (!this.#since.has(name)) this.#since.set(name, kernel.nowUs)
    })
  }

  #started(name: string, nowUs: number): void {
    const fromUs = this.#since.get(name)
    this.#since.delete(name)
    if (fromUs === undefined || fromUs === nowUs) return
    this.#over.set(name, [...(this.#over.get(name) ?? []), { fromUs, untilUs: nowUs }])
  }

  /** All interruptions of an instance until now, in order. */
  interruptionsOf(name: string): readonly Interruption[] {
    const fromUs = this.#since.get(name)
    const over = this.#over.get(name) ?? []
    return fromUs === undefined ? over : [...over, { fromUs, untilUs: undefined }]
  }
}
