import { expect, test } from 'vitest'
import { finishRun, startRun } from '../../../sim/driver/simulated-run.ts'
import type { JobStatus } from '../../../src/cluster/job.ts'
import { repairHistory } from '../../../src/planner/repair-history.ts'
import { orphanTags } from '../../../src/run/healing/adopt-orphans.ts'
import { aNode, anInstance, aSnapshot } from '../../builders/cluster.ts'
import { returnedBy, World } from '../world.ts'

/** What is put on record of forgotten repairs of one instance, whose jobs are in these statuses. */
function adoptionOf(...statuses: JobStatus[]) {
  const world = new World({
    cluster: { name: 'cluster.example.com' },
    groups: [{ name: 'default' }],
    nodes: [{ name: 'node1' }],
    instances: [],
  })
  const repairs = statuses.map((status, index) => {
    const id = `00000000-0000-4000-8000-00000000000${9 - index}`
    return {
      type: 'failover' as const,
      id,
      instance: 'i1',
      job: `${index + 1}`,
      status,
      recreation: undefined,
    }
  })
  const snapshot = aSnapshot({ nodes: [aNode('n1'), aNode('n2')], instances: [anInstance({ name: 'i1' })] })
  const own = { repairs, named: new Set<string>(), beingTagged: new Map<string, string>() }
  const run = startRun(world.kernel, world.cluster, orphanTags(own, snapshot))
  finishRun(world.kernel, run)
  const { adopted, waiting } = returnedBy(run.outcome)
  const tags = adopted.map(({ change }) => change.add.tag)
  const removed = adopted.flatMap(({ change }) => change.remove)
  return { jobs: adopted.flatMap(({ change }) => change.add.jobs), waiting: [...waiting], tags, removed }
}

test('of two unfinished repairs one is taken on, and the instance waits for the other', () => {
  const { jobs, waiting } = adoptionOf('running', 'queued')
  expect(jobs).toEqual(['1'])
  expect(waiting).toEqual(['i1'])
})

test('an ended repair is put on record before an unfinished one', () => {
  const { jobs, waiting, tags, removed } = adoptionOf('running', 'success')
  expect(jobs).toEqual(['2', '1'])
  expect(waiting).toEqual([])
  expect(repairHistory(tags)).toMatchObject({ kind: 'pending', last: { jobs: ['1'] } })
  expect(removed).toEqual([tags[0]])
})

test('a failure stays what the tags tell, whatever is put on record beside it', () => {
  const { jobs, tags, removed } = adoptionOf('error', 'success', 'running')
  expect(jobs).toEqual(['1', '2', '3'])
  expect(repairHistory(tags)).toMatchObject({ kind: 'failed', last: { jobs: ['1'] } })
  expect(removed).toEqual([])
})
