import { expect, test } from 'vitest'
import type { JobStatus } from '../../../src/cluster/job.ts'
import { readHistory } from '../../../src/planner/healing/history.ts'
import type { PlanInput } from '../../../src/planner/healing/plan-input.ts'
import type { QueuedJob } from '../../../src/planner/queue.ts'
import { orphans } from '../../../src/run/healing/orphans.ts'
import { aNode, anInstance, aSnapshot } from '../../builders/cluster.ts'
import { anOpcode } from '../../builders/plan.ts'

const NOW = 1_790_000_000n

/** Forgotten failovers of instance i1 in these statuses, as the queue has them. */
function queueOf(statuses: readonly JobStatus[]): readonly QueuedJob[] {
  return statuses.map((status, index) => ({
    id: `${index + 1}`,
    status,
    endedSeconds: ['success', 'error'].includes(status) ? Number(NOW) - 60 : undefined,
    opcodes: [anOpcode('FAILOVER', status)],
    repair: { type: 'failover', id: `00000000-0000-4000-8000-00000000000${9 - index}` },
    isWithdrawn: false,
    hold: undefined,
    figures: undefined,
    from: undefined,
    witness: undefined,
  }))
}

/** What is put on record of them, by a run that finds these tags on the instance. */
function adoptionOf(statuses: readonly JobStatus[], tags: readonly string[] = []) {
  const input: PlanInput = {
    snapshot: aSnapshot({ nodes: [aNode('n1'), aNode('n2')], instances: [anInstance({ tags })] }),
    nowSeconds: NOW,
    runStartSeconds: NOW,
    queue: queueOf(statuses),
    ownJobs: new Set(),
    archived: new Map(),
    limits: { settleSeconds: 0, maxOffline: undefined, maxStopSeconds: 600 },
    isSelected: () => true,
    withheld: new Map(),
  }
  const added = orphans(input).recorded.flatMap(({ change }) => change.add ?? [])
  return { added, history: readHistory([...tags, ...added]) }
}

test('of two unfinished repairs one is taken on, and the other waits for a later run', () => {
  const { added, history } = adoptionOf(['waiting', 'queued'])
  expect(history.pending?.jobs).toEqual(['1'])
  expect(added).toHaveLength(1)
  expect(adoptionOf(['waiting', 'queued'], added).added).toEqual([])
})

test('an ended repair is put on record before an unfinished one', () => {
  const first = adoptionOf(['waiting', 'error'])
  expect(first.history.failures.map(({ jobs }) => jobs)).toEqual([['2']])
  const second = adoptionOf(['waiting', 'error'], first.added)
  expect(second.history).toMatchObject({ pending: { jobs: ['1'] }, contradicting: undefined })
})

test('a failure stays what the tags tell, whatever is put on record beside it', () => {
  const first = adoptionOf(['error', 'success', 'waiting'])
  const second = adoptionOf(['error', 'success', 'waiting'], first.added)
  expect(second.history.failures.map(({ jobs }) => jobs)).toEqual([['1']])
  expect(second.history.pending?.jobs).toEqual(['3'])
})
