import { EMPTY_WATCHER_STATE, type WatcherStateData } from './watcher-state.ts'

/**
 * The watcher's files on one node, one for each group, and the locks on them. They are not replicated: after a master
 * failover the new master's watcher begins with its own. A lock lasts as long as the process that took it.
 */
export class WatcherFiles {
  readonly #files = new Map<string, { readonly data: WatcherStateData; readonly savedUs: number }>()
  readonly #locks = new Map<string, () => boolean>()

  /** Locks a group's file while `isHeld`; false where another process has it. */
  lock(group: string, isHeld: () => boolean): boolean {
    if (this.#locks.get(group)?.() === true) return false
    this.#locks.set(group, isHeld)
    return true
  }

  read(group: string): WatcherStateData {
    return this.#files.get(group)?.data ?? EMPTY_WATCHER_STATE
  }

  save(group: string, data: WatcherStateData, nowUs: number): void {
    this.#files.set(group, { data, savedUs: nowUs })
  }

  /** Removes the files that were last saved more than `days` whole days ago, as `find -mtime +DAYS` has it. */
  clean(days: number, nowUs: number): void {
    for (const [group, { savedUs }] of this.#files) {
      if (Math.floor((nowUs - savedUs) / DAY_US) > days) this.#files.delete(group)
    }
  }
}

const DAY_US = 86_400_000_000
