import type { Kernel } from '../../kernel/kernel.ts'

/**
 * The locks of Ganeti's wconfd (jobs.md section 10). A request names several locks and gets all of them at once or waits;
 * it never holds a part of one request. A waiting request blocks nobody: whoever comes later and finds its own locks free
 * gets them. Among those that wait, a smaller priority number goes first, then the earlier one.
 */
export class LockManager {
  readonly #kernel: Kernel
  readonly #held = new Map<string, Holders>()
  readonly #namesByOwner = new Map<number, Set<string>>()
  #waiting: WaitingRequest[] = []

  constructor(kernel: Kernel) {
    this.#kernel = kernel
  }

  /** Calls `granted`, in an event of its own, as soon as `owner` has all these locks in addition to those it holds. */
  request(owner: number, priority: number, locks: readonly LockRequest[], granted: () => void): void {
    const request: WaitingRequest = { owner, priority, locks, granted }
    if (this.#isFree(request)) {
      this.#grant(request)
      return
    }
    const position = this.#waiting.findIndex(other => other.priority > priority)
    if (position < 0) this.#waiting.push(request)
    else this.#waiting.splice(position, 0, request)
  }

  /** Takes back what `owner` waits for, gives back what it holds and `isReleased` picks, and serves those who wait. */
  release(owner: number, isReleased: (lockName: string) => boolean = () => true): void {
    this.#waiting = this.#waiting.filter(request => request.owner !== owner)
    const names = this.#namesByOwner.get(owner)
    for (const name of [...(names ?? [])]) {
      if (!isReleased(name)) continue
      names?.delete(name)
      const holders = this.#held.get(name)
      holders?.owners.delete(owner)
      if (holders?.owners.size === 0) this.#held.delete(name)
    }
    if (names?.size === 0) this.#namesByOwner.delete(owner)
    for (const request of [...this.#waiting]) {
      if (!this.#isFree(request)) continue
      this.#waiting.splice(this.#waiting.indexOf(request), 1)
      this.#grant(request)
    }
  }

  /** Every lock that is held or waited for, sorted by name, for the query resource `lock`. */
  status(): LockStatus[] {
    const names = new Set(this.#held.keys())
    for (const request of this.#waiting) for (const lock of request.locks) names.add(lock.name)
    return [...names].sort().map(name => {
      const holders = this.#held.get(name)
      return {
        name,
        mode: holders?.mode,
        owners: [...(holders?.owners ?? [])],
        pending: this.#waiting.flatMap(request =>
          request.locks
            .filter(lock => lock.name === name)
            .map(lock => ({ mode: lock.mode, owner: request.owner })),
        ),
      }
    })
  }

  #isFree(request: WaitingRequest): boolean {
    return request.locks.every(lock => {
      const holders = this.#held.get(lock.name)
      if (holders === undefined) return true
      const isOwnAlone = holders.owners.size === 1 && holders.owners.has(request.owner)
      return isOwnAlone || (holders.mode === 'shared' && lock.mode === 'shared')
    })
  }

  #grant(request: WaitingRequest): void {
    let names = this.#namesByOwner.get(request.owner)
    if (names === undefined) {
      names = new Set()
      this.#namesByOwner.set(request.owner, names)
    }
    for (const lock of request.locks) {
      const holders = this.#held.get(lock.name)
      if (holders === undefined) {
        this.#held.set(lock.name, { mode: lock.mode, owners: new Set([request.owner]) })
      } else {
        holders.owners.add(request.owner)
        if (lock.mode === 'exclusive') holders.mode = 'exclusive'
      }
      names.add(lock.name)
    }
    this.#kernel.after(0, request.granted)
  }
}

type LockMode = 'shared' | 'exclusive'

/** One lock of a request; its full name is `level/name`, such as `node/<uuid>`. */
export interface LockRequest {
  readonly name: string
  readonly mode: LockMode
}

/** Who holds a lock and who waits for it. Owners are job ids. */
export interface LockStatus {
  readonly name: string
  readonly mode: LockMode | undefined
  readonly owners: readonly number[]
  readonly pending: readonly { readonly mode: LockMode; readonly owner: number }[]
}

interface Holders {
  mode: LockMode
  readonly owners: Set<number>
}

interface WaitingRequest {
  readonly owner: number
  readonly priority: number
  readonly locks: readonly LockRequest[]
  readonly granted: () => void
}
