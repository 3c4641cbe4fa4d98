import { describe, expect, test } from 'vitest'
import { JOB_STATUSES, type JobStatus } from '../../src/cluster/job.ts'
import { tagged } from '../../src/cluster/repair-tag.ts'
import type { RepairState } from '../../src/planner/repair-state.ts'
import { settle } from '../../src/planner/settle.ts'

const pending = tagged({ type: 'failover', id: 'ID', timeSeconds: 10n, result: undefined, jobs: ['7', '8'] })
const state: RepairState = { kind: 'pending', last: pending, stale: ['newer', 'older'] }

const settled = (...statuses: (JobStatus | undefined)[]) => settle(state, pending, statuses, 99n)

/** Every status of a job, and none: a job that is no longer on record. */
const POSSIBLE: readonly (JobStatus | undefined)[] = [...JOB_STATUSES, undefined]

/** What becomes of the repair, by the worst that is among the statuses. */
function expectedKind(statuses: readonly (JobStatus | undefined)[]) {
  const names = statuses.map(status => status ?? 'gone')
  if (/queued|waiting|canceling|running/.test(names.join())) return undefined
  return /canceled|error|gone/.test(names.join()) ? 'failed' : 'healthy'
}

describe('settle', () => {
  test('a success gets a result tag of the same repair at the present time, and the pending tag goes first', () => {
    expect(settled('success', 'success')).toStrictEqual({
      kind: 'healthy',
      last: {
        type: 'failover',
        id: 'ID',
        timeSeconds: 99n,
        result: 'success',
        jobs: ['7', '8'],
        tag: 'ganeti:watcher:autorepair:result:failover:ID:99:success:7+8',
      },
      stale: [pending.tag, 'newer', 'older'],
    })
  })

  test('so does a failure', () => {
    const after = settled('success', 'error')
    expect(after?.kind).toBe('failed')
    expect(after?.last).toMatchObject({
      result: 'failure',
      tag: 'ganeti:watcher:autorepair:result:failover:ID:99:failure:7+8',
    })
    expect(after?.stale).toStrictEqual([pending.tag, 'newer', 'older'])
  })

  test.each<[(JobStatus | undefined)[], string | undefined]>([
    [['queued'], undefined],
    [['waiting'], undefined],
    [['canceling'], undefined],
    [['running'], undefined],
    [['canceled'], 'failed'],
    [['success'], 'healthy'],
    [['error'], 'failed'],
    [[undefined], 'failed'],
    [['error', 'queued'], undefined],
    [[undefined, 'running'], undefined],
    [['success', undefined], 'failed'],
    [['success', 'canceled'], 'failed'],
    // luxid may answer so; the original takes it for a success too.
    [[], 'healthy'],
  ])('jobs that are %j: %s', (statuses, kind) => {
    expect(settled(...statuses)?.kind).toBe(kind)
  })

  test('all combinations of two and three', () => {
    for (const first of POSSIBLE) {
      for (const second of POSSIBLE) {
        expect(settled(first, second)?.kind).toBe(expectedKind([first, second]))
        for (const third of POSSIBLE)
          expect(settled(first, second, third)?.kind).toBe(expectedKind([first, second, third]))
      }
    }
  })
})
