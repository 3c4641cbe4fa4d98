import type { Kernel } from '../../kernel/kernel.ts'

/**
 * The locks of Ganeti's wconfd (jobs.md section 10; Ganeti src/Ganeti/Locking/Allocation.hs and Waiting.hs). A request names
 * several locks and gets all of them at once or waits; it never holds a part of one request. A waiting request blocks
 * nobody: whoever comes later and finds its own locks free gets them. Among those that wait and could go on, a smaller
 * priority number goes first, then the smaller job id: how long somebody has waited does not count.
 *
 * `LEVEL/[lockset]` stands for all locks of its level, those that do not exist yet included.
 */
export class LockManager {
  readonly #kernel: Kernel
  readonly #held = new Map<string, Map<number, LockMode>>()
  readonly #namesByOwner = new Map<number, Set<string>>()
  /** The locks that are held below a lockset, which its own users have to respect. */
  readonly #membersHeld = new Map<string, Set<string>>()
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
    const position = this.#waiting.findIndex(other => isBefore(request, other))
    if (position < 0) this.#waiting.push(request)
    else this.#waiting.splice(position, 0, request)
  }

  /** Takes back what `owner` waits for, gives back what it holds and `isReleased` picks, and serves those who wait. */
  release(owner: number, isReleased: (lockName: string) => boolean = () => true): void {
    if (this.#waiting.length > 0) this.#waiting = this.#waiting.filter(request => request.owner !== owner)
    const names = this.#namesByOwner.get(owner)
    for (const name of [...(names ?? [])]) {
      if (!isReleased(name)) continue
      names?.delete(name)
      this.#forget(owner, name)
    }
    if (names?.size === 0) this.#namesByOwner.delete(owner)
    for (const request of [...this.#waiting]) {
      if (!this.#isFree(request)) continue
      this.#waiting.splice(this.#waiting.indexOf(request), 1)
      this.#grant(request)
    }
  }

  /** Every lock that is in use, be it only through one of its members, or waited for; sorted by name. */
  status(): LockStatus[] {
    const names = new Set([...this.#held.keys(), ...this.#membersHeld.keys()])
    for (const request of this.#waiting) for (const lock of request.locks) names.add(lock.name)
    return [...names].sort().map(name => {
      const holders = [...(this.#held.get(name) ?? [])].sort(([a], [b]) => a - b)
      const [first] = holders
      return {
        name,
        mode: first?.[1],
        owners: holders.map(([owner]) => owner),
        pending: this.#waiting.flatMap(request =>
          request.locks
            .filter(lock => lock.name === name)
            .map(lock => ({ mode: lock.mode, owner: request.owner })),
        ),
      }
    })
  }

  #isFree({ owner, locks }: WaitingRequest): boolean {
    return locks.every(({ name, mode }) => {
      const lockset = locksetOf(name)
      if (this.#conflicts(name, owner, mode)) return false
      if (lockset !== name) return !this.#conflicts(lockset, owner, mode)
      for (const member of this.#membersHeld.get(lockset) ?? []) {
        if (this.#conflicts(member, owner, mode)) return false
      }
      return true
    })
  }

  #conflicts(name: string, owner: number, mode: LockMode): boolean {
    for (const [holder, held] of this.#held.get(name) ?? []) {
      if (holder !== owner && (mode === 'exclusive' || held === 'exclusive')) return true
    }
    return false
  }

  #grant(request: WaitingRequest): void {
    const { owner } = request
    let names = this.#namesByOwner.get(owner)
    if (names === undefined) {
      names = new Set()
      this.#namesByOwner.set(owner, names)
    }
    for (const { name, mode } of request.locks) {
      const holders = this.#held.get(name)
      if (holders === undefined) this.#held.set(name, new Map([[owner, mode]]))
      else holders.set(owner, mode)
      names.add(name)
      const lockset = locksetOf(name)
      if (lockset === name) continue
      const members = this.#membersHeld.get(lockset)
      if (members === undefined) this.#membersHeld.set(lockset, new Set([name]))
      else members.add(name)
    }
    this.#kernel.after(0, request.granted)
  }

  #forget(owner: number, name: string): void {
    const holders = this.#held.get(name)
    holders?.delete(owner)
    if (holders?.size !== 0) return
    this.#held.delete(name)
    const lockset = locksetOf(name)
    const members = this.#membersHeld.get(lockset)
    members?.delete(name)
    if (members?.size === 0) this.#membersHeld.delete(lockset)
  }
}

type LockMode = 'shared' | 'exclusive'

/** One lock of a request; its full name is `level/name`, such as `node/<uuid>`. */
export interface LockRequest {
  readonly name: string
  readonly mode: LockMode
}

/** The lock that every opcode holds: shared, but for those that stop everything else. */
export const BIG_GANETI_LOCK: LockRequest = { name: 'cluster/BGL', mode: 'shared' }

/** Who holds a lock and who waits for it. Owners are job ids. */
export interface LockStatus {
  readonly name: string
  readonly mode: LockMode | undefined
  readonly owners: readonly number[]
  readonly pending: readonly { readonly mode: LockMode; readonly owner: number }[]
}

interface WaitingRequest {
  readonly owner: number
  readonly priority: number
  readonly locks: readonly LockRequest[]
  readonly granted: () => void
}

function isBefore(a: WaitingRequest, b: WaitingRequest): boolean {
  return a.priority < b.priority || (a.priority === b.priority && a.owner < b.owner)
}

function locksetOf(name: string): string {
  return `${name.slice(0, name.indexOf('/'))}/[lockset]`
}
