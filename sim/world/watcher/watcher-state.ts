/** A record of attempts older than this is forgotten (Ganeti lib/watcher/state.py, RETRY_EXPIRATION). */
const EXPIRES_S = 8 * 3_600

interface Attempts {
  readonly count: number
  readonly whenS: number
}

/** What the file of one group holds: plain data, so that a run that dies leaves it as it was. */
export interface WatcherStateData {
  readonly restarts: ReadonlyMap<string, Attempts>
  readonly cleanups: ReadonlyMap<string, Attempts>
  readonly bootIds: ReadonlyMap<string, string>
}

/** A file that does not exist yet. */
export const EMPTY_WATCHER_STATE: WatcherStateData = {
  restarts: new Map(),
  cleanups: new Map(),
  bootIds: new Map(),
}

/**
 * The notepad of a watcher of one group (Ganeti lib/watcher/state.py): how often it has tried to restart an instance or to
 * clean up after one, and the boot ids of the nodes. It works on a copy; `data` is what is to be saved.
 */
export class WatcherState {
  readonly #restarts: Map<string, Attempts>
  readonly #cleanups: Map<string, Attempts>
  readonly #bootIds: Map<string, string>

  constructor(data: WatcherStateData) {
    this.#restarts = new Map(data.restarts)
    this.#cleanups = new Map(data.cleanups)
    this.#bootIds = new Map(data.bootIds)
  }

  get data(): WatcherStateData {
    return { restarts: this.#restarts, cleanups: this.#cleanups, bootIds: this.#bootIds }
  }

  restartsOf(instance: string): number {
    return this.#restarts.get(instance)?.count ?? 0
  }

  cleanupsOf(instance: string): number {
    return this.#cleanups.get(instance)?.count ?? 0
  }

  bootIdOf(node: string): string | undefined {
    return this.#bootIds.get(node)
  }

  recordBootId(node: string, bootId: string): void {
    this.#bootIds.set(node, bootId)
  }

  recordRestart(instance: string, nowS: number): void {
    this.#restarts.set(instance, { count: this.restartsOf(instance) + 1, whenS: nowS })
  }

  recordCleanup(instance: string, nowS: number): void {
    this.#cleanups.set(instance, { count: this.cleanupsOf(instance) + 1, whenS: nowS })
  }

  forget(instance: string): void {
    this.#restarts.delete(instance)
    this.#cleanups.delete(instance)
  }

  /**
   * Forgets instances that do not exist and records that have expired. Only the time of restarts counts: a record of
   * cleanups alone never lives to the next run, as in Ganeti.
   */
  maintain(existing: ReadonlySet<string>, nowS: number): void {
    for (const instance of new Set([...this.#restarts.keys(), ...this.#cleanups.keys()])) {
      const whenS = this.#restarts.get(instance)?.whenS ?? 0
      if (!existing.has(instance) || whenS < nowS - EXPIRES_S) this.forget(instance)
    }
  }
}
