import { describe, expect, test } from 'vitest'
import { LockManager, type LockRequest } from '../../../../sim/ganeti/jobs/lock-manager.ts'
import { createKernel } from '../../../../sim/kernel/virtual-kernel.ts'

const exclusive = (name: string): LockRequest => ({ name, mode: 'exclusive' })
const shared = (name: string): LockRequest => ({ name, mode: 'shared' })

/** Locks, and who got them in which order. */
function lockWorld() {
  const kernel = createKernel({ startUs: 0, seed: 1 })
  const locks = new LockManager(kernel)
  const granted: number[] = []
  return {
    locks,
    granted,
    request: (owner: number, priority: number, ...wanted: LockRequest[]) => {
      locks.request(owner, priority, wanted, () => granted.push(owner))
      while (kernel.step());
    },
    release: (owner: number, isReleased?: (name: string) => boolean) => {
      locks.release(owner, isReleased)
      while (kernel.step());
    },
  }
}

describe('a request for locks', () => {
  test('that waits blocks nobody who can go on', () => {
    const { granted, request, release } = lockWorld()
    request(1, 0, exclusive('node/a'))
    request(2, 0, exclusive('node/a'), exclusive('node/b'))
    request(3, 0, exclusive('node/b'))
    expect(granted).toEqual([1, 3])
    release(1)
    expect(granted).toEqual([1, 3])
    release(3)
    expect(granted).toEqual([1, 3, 2])
  })

  test('is served by priority, then by job id, not by who came first', () => {
    const { granted, request, release } = lockWorld()
    request(1, 0, exclusive('node/a'))
    request(5, 0, exclusive('node/a'))
    request(4, 10, exclusive('node/a'))
    request(3, 0, exclusive('node/a'))
    request(6, -10, exclusive('node/a'))
    for (const owner of [1, 6, 3, 5]) release(owner)
    expect(granted).toEqual([1, 6, 3, 5, 4])
  })

  test('shares what is shared, and becomes exclusive only alone', () => {
    const { granted, request, release } = lockWorld()
    request(1, 0, shared('nodegroup/g'))
    request(2, 0, shared('nodegroup/g'))
    request(1, 0, exclusive('nodegroup/g'))
    expect(granted).toEqual([1, 2])
    release(2)
    expect(granted).toEqual([1, 2, 1])
    request(3, 0, shared('nodegroup/g'))
    expect(granted).toEqual([1, 2, 1])
  })

  test('for the set of a level waits for its members, and they for it', () => {
    const { granted, request, release } = lockWorld()
    request(1, 0, exclusive('node/a'))
    request(2, 0, exclusive('node/[lockset]'))
    request(3, 0, exclusive('node-res/a'))
    expect(granted).toEqual([1, 3])
    release(1)
    request(4, 0, shared('node/b'))
    expect(granted).toEqual([1, 3, 2])
    release(2)
    request(5, 0, shared('node/[lockset]'))
    request(6, 0, exclusive('node/c'))
    expect(granted).toEqual([1, 3, 2, 4, 5])
  })

  test('that is withdrawn is not granted any more; a partial release frees only what it names', () => {
    const { locks, granted, request, release } = lockWorld()
    request(1, 0, exclusive('node/a'), exclusive('node-res/a'))
    request(2, 0, exclusive('node/a'))
    request(3, 0, exclusive('node-res/a'))
    release(3)
    release(1, name => name.startsWith('node/'))
    expect(granted).toEqual([1, 2])
    expect(locks.status()).toEqual([
      { name: 'node-res/[lockset]', mode: undefined, owners: [], pending: [] },
      { name: 'node-res/a', mode: 'exclusive', owners: [1], pending: [] },
      { name: 'node/[lockset]', mode: undefined, owners: [], pending: [] },
      { name: 'node/a', mode: 'exclusive', owners: [2], pending: [] },
    ])
  })
})
