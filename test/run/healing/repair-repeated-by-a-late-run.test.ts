import { expect, test } from 'vitest'
import { finishRun, startRun } from '../../../sim/driver/simulated-run.ts'
import { isJsonArray, isJsonObject, type JsonValue } from '../../../src/cluster/json.ts'
import { runHarep } from '../../../src/run/run-harep.ts'
import { decisionsOf, runOptions, World } from '../world.ts'
import {
  clusterOfWeb1,
  killAndWait,
  pass,
  repairJobs,
  submit,
  worldWithForgottenRepair,
} from './forgotten.ts'

const ALLOW = 'ganeti:watcher:autorepair:'
const CLUSTER = clusterOfWeb1(3, [`${ALLOW}failover`])
const HOUR_SECONDS = 3600

test('a repair that failed unrecorded is put on record by a run in the same hour, and counts as an attempt', () => {
  const world = worldWithForgottenRepair(CLUSTER, 'node2')
  pass(world, 2)
  killAndWait(world, 1)
  pass(world, HOUR_SECONDS / 2)
  const first = world.harep()
  expect(first.events).toContainEqual({ kind: 'adopted', instance: 'web1', type: 'failover', job: '1' })
  expect(decisionsOf(first).get('web1')).toMatchObject({ reason: { code: 'retry-later', attempt: 2 } })
  expect(repairJobs(world)).toEqual(['1 error'])
})

test('the result tag of a failure that an admin removed hours ago does not come back', () => {
  const world = worldWithForgottenRepair(CLUSTER, 'node2')
  pass(world, 2)
  killAndWait(world, 1)
  world.harep()
  pass(world, 2 * HOUR_SECONDS)
  const failure = world.instance('web1').tags.filter(tag => tag.includes(':failure:'))
  submit(world, { OP_ID: 'OP_TAGS_DEL', kind: 'instance', name: 'web1', tags: failure })
  world.cron(2)
  expect(world.instance('web1')).toMatchObject({ status: 'running', primary: 'node3' })
  expect(world.instance('web1').tags.filter(tag => tag.includes(':failure:'))).toEqual([])
})

test.each(['foreign', 'ours'])('a %s job in an unknown status ends the run only if it is ours', whose => {
  const world = whose === 'ours' ? worldWithForgottenRepair(CLUSTER, 'node2') : new World(CLUSTER)
  if (whose === 'foreign') {
    world.kill('node2')
    submit(world, { OP_ID: 'OP_TEST_DELAY', duration: 1, on_master: true, on_nodes: [] })
  }
  const options = runOptions({ jobDelaySeconds: 10 })
  const service = {
    handle: (
      request: Parameters<typeof world.cluster.handle>[0],
      reply: Parameters<typeof world.cluster.handle>[1],
    ) =>
      world.cluster.handle(request, answer =>
        reply(isJobQuery(request) ? { ...answer, result: withStatus(answer.result, 'paused') } : answer),
      ),
    unparsable: () => {
      throw new Error('nothing here is text')
    },
  }
  const run = startRun(world.kernel, service, runHarep(options))
  finishRun(world.kernel, run)
  if (whose === 'foreign') expect(decisionsOf(run).get('web1')).toMatchObject({ state: 'pending-repair' })
  else expect(run.outcome).toMatchObject({ kind: 'threw', error: { code: 'LUXI_DATA' } })
})

function isJobQuery(request: JsonValue): boolean {
  const { method, args } = isJsonObject(request) ? request : {}
  return method === 'Query' && args !== undefined && isJsonArray(args) && args[0] === 'job'
}

/** The table of jobs with this status in each row. */
function withStatus(table: JsonValue, status: string): JsonValue {
  if (!isJsonObject(table) || !isJsonArray(table['data'])) return table
  const data = table['data'].map(row =>
    isJsonArray(row) ? row.map((cell, at) => (at === 1 ? [0, status] : cell)) : row,
  )
  return { ...table, data }
}
