import { expect, test } from 'vitest'
import { finishRun, startRun } from '../../../sim/driver/simulated-run.ts'
import { perform, type Run } from '../../../src/run/effects.ts'
import { tagsOnRecord } from '../../../src/run/healing/tags-on-record.ts'
import { World } from '../world.ts'
import { clusterOfWeb1 } from './forgotten.ts'

/* luxid looks up the names of a filter that has nothing else, and fails where one of them is gone: no tag seemed to be on record then. */

const TAG = 'ganeti:watcher:autorepair:pending:failover:ID:1795338002:2'

function* asked(instances: readonly string[]): Run<readonly string[]> {
  yield* perform({ kind: 'connect' })
  return [...(yield* tagsOnRecord(instances.map(instance => ({ instance, add: TAG, remove: [] }))))]
}

test.each([[['web1']], [['web1', 'gone']]])('asked for %s', instances => {
  const world = new World(clusterOfWeb1(3, [TAG]))
  const outcome = finishRun(world.kernel, startRun(world.kernel, world.cluster, asked(instances)))
  expect(outcome).toEqual({ kind: 'returned', value: ['web1'] })
})
