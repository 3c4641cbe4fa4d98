import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Batch, BatchResult } from './batch.ts'
import type { Players } from './sweep.ts'

/** A batch that waits for a thread. */
interface Waiting {
  readonly batch: Batch
  readonly resolve: (result: BatchResult) => void
  readonly reject: (error: unknown) => void
}

/** Threads that play batches, each one at a time. A thread that fails ends the pool: every batch of it is rejected. */
export class WorkerPool implements Players {
  readonly size: number
  readonly #workers: readonly Worker[]
  readonly #idle: Worker[]
  readonly #waiting: Waiting[] = []
  readonly #busy = new Map<Worker, Waiting>()
  #failure: unknown

  constructor(size: number) {
    this.size = size
    this.#workers = Array.from({ length: size }, () => startWorker())
    this.#idle = [...this.#workers]
    for (const worker of this.#workers) {
      worker.on('message', (result: BatchResult) => this.#ended(worker, result))
      worker.on('error', error => this.#fail(error))
    }
  }

  play(batch: Batch): Promise<BatchResult> {
    return new Promise((resolve, reject) => {
      if (this.#failure !== undefined) return reject(this.#failure)
      this.#waiting.push({ batch, resolve, reject })
      this.#assign()
    })
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.map(worker => worker.terminate()))
  }

  #assign(): void {
    while (this.#idle.length > 0 && this.#waiting.length > 0) {
      const [worker, waiting] = [this.#idle.pop(), this.#waiting.shift()]
      if (worker === undefined || waiting === undefined) return
      this.#busy.set(worker, waiting)
      worker.postMessage(waiting.batch)
    }
  }

  #ended(worker: Worker, result: BatchResult): void {
    this.#busy.get(worker)?.resolve(result)
    this.#busy.delete(worker)
    this.#idle.push(worker)
    this.#assign()
  }

  #fail(error: unknown): void {
    this.#failure ??= error
    for (const { reject } of [...this.#busy.values(), ...this.#waiting.splice(0)]) reject(error)
    this.#busy.clear()
  }
}

/** From the bundle, the file beside it; from the source, which only a checkout has, the source by way of tsx. */
export function startWorker(): Worker {
  const fromSource = join(import.meta.dirname, 'worker-from-source.js')
  return new Worker(existsSync(fromSource) ? fromSource : join(import.meta.dirname, 'explore-worker.cjs'))
}
