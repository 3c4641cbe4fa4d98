/** Who waits for a change of a job, by its id. Listeners are called in the order in which they came. */
export class JobWatchers {
  readonly #listeners = new Map<number, Set<() => void>>()
  /** Is told of every change of every job, before those who wait for that one. */
  onChange: (id: number) => void = () => {}

  /** Calls `listener` after each change of a job; the returned function ends that. */
  watch(id: number, listener: () => void): () => void {
    let listeners = this.#listeners.get(id)
    if (listeners === undefined) {
      listeners = new Set()
      this.#listeners.set(id, listeners)
    }
    listeners.add(listener)
    return () => {
      listeners.delete(listener)
      if (listeners.size === 0) this.#listeners.delete(id)
    }
  }

  /** Calls `listener` after the next change of a job, and no more. */
  once(id: number, listener: () => void): void {
    const stop = this.watch(id, () => {
      stop()
      listener()
    })
  }

  /** Tells those who wait now; who comes while they are told is not told. */
  notify(id: number): void {
    this.onChange(id)
    for (const listener of [...(this.#listeners.get(id) ?? [])]) listener()
  }
}
