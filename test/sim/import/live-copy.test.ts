import { describe, expect, test } from 'vitest'
import { builtInCluster } from '../../../sim/cluster-file/built-in-cluster.ts'
import type { ClusterDefinition } from '../../../sim/ganeti/cluster-definition.ts'
import type { SimulatedCluster } from '../../../sim/ganeti/simulated-cluster.ts'
import { copyLive } from '../../../sim/import/live-copy.ts'
import { isJsonArray, type JsonValue } from '../../../src/cluster/json.ts'
import { LuxiConnection } from '../../../src/luxi/socket-transport.ts'
import { cluster, drbd } from '../plan/fixture.ts'
import { served } from './served.ts'

describe('a copy of a live cluster', () => {
  test('is made by queries alone', async () => {
    const { path, asked } = await served(builtInCluster)
    const { definition } = await copyLive(path)
    expect(definition.instances).toHaveLength(11)
    expect(asked.length).toBeGreaterThan(4)
    for (const method of asked) expect(method).toMatch(/^Query[A-Za-z]*$/)
  })

  test('has the flags, the hardware, the guests and the times of the real one', async () => {
    const { path } = await served(cluster(drbd('web1'), drbd('web2')), live => {
      live.powerOff('node2')
      live.setNodeOffline('node2', true)
      live.powerOff('node4')
      live.setNodeDrained('node5', true)
    })
    const { definition, notes } = await copyLive(path)
    expect(notes).toEqual([])
    const [node1, node2, node3, node4, node5] = definition.nodes
    expect(node1).toMatchObject({ master: true, memoryMiB: 16_384, mtimeSeconds: 1_795_338_000, serialNo: 1 })
    expect(node2).toMatchObject({ offline: true, mtimeSeconds: 1_795_338_000, serialNo: 2 })
    expect(node3).not.toHaveProperty('offline')
    expect(node4).toMatchObject({ poweredOn: false })
    expect(node5).toMatchObject({ drained: true })
    expect(definition.instances[0]).toMatchObject({ name: 'web1', running: false })
  })
})

test('the copy of a copy is the copy', async () => {
  const { path, submit, pass } = await served(builtInCluster, live => {
    live.powerOff('node2')
    live.setNodeOffline('node2', true)
  })
  for (const instance of ['web1', 'mail1', 'cache1'])
    await submit([{ OP_ID: 'OP_INSTANCE_FAILOVER', instance_name: instance, reason: [], priority: 10 }])
  pass(60)
  const copy = await copyLive(path)
  expect(copy.definition.finishedJobs).toHaveLength(3)
  const anHourLater = await served(copy.definition, () => {}, 1_795_341_600_000_000)
  expect(await copyLive(anHourLater.path)).toEqual(copy)
})

describe('jobs of the real cluster', () => {
  const PENDING = 'ganeti:watcher:autorepair:pending:failover:a:5:'
  const delay = (duration: number): JsonValue => ({ OP_ID: 'OP_TEST_DELAY', duration, reason: [] })

  function tagged(live: SimulatedCluster, ...jobs: number[]): void {
    live.setTags('instance', 'web1', [`${PENDING}${jobs.join('+')}`])
  }

  async function copyWith(jobs: readonly JsonValue[], prepare: (live: SimulatedCluster) => void) {
    const definition: ClusterDefinition = cluster(drbd('web1'))
    const { path, live, submit, pass } = await served(definition)
    for (const job of jobs) await submit([job])
    pass(60)
    prepare(live)
    return await copyLive(path)
  }

  test('that are over are copied with their ids, their opcodes and what became of them', async () => {
    const failing = { OP_ID: 'OP_INSTANCE_FAILOVER', instance_name: 'web1', target_node: 'node5', reason: [] }
    const { definition, notes } = await copyWith([delay(1), failing], live => tagged(live, 2))
    expect(notes).toEqual([])
    expect(definition.finishedJobs).toMatchObject([
      { id: 1, statuses: ['success'] },
      { id: 2, statuses: ['error'], opcodes: [{ OP_ID: 'OP_INSTANCE_FAILOVER' }] },
    ])
    const [result] = definition.finishedJobs?.[1]?.results ?? []
    expect(isJsonArray(result) && result[0]).toBe('OpPrereqError')
    expect(definition.instances[0]?.tags).toEqual([`${PENDING}2`])
  })

  test('are copied with their priorities, in which harep reads what it has cancelled itself', async () => {
    const withdrawn = { OP_ID: 'OP_TEST_DELAY', duration: 1, reason: [], priority: 10 }
    const { definition } = await copyWith([delay(1), withdrawn], live => tagged(live, 2))
    expect(definition.finishedJobs).toMatchObject([
      { id: 1, priorities: [0] },
      { id: 2, priorities: [10] },
    ])
  })

  test('are copied from the archive, too, where a tag names them', async () => {
    const { definition } = await copyWith([delay(1), delay(1)], live => {
      tagged(live, 1)
      live.archiveJobs(0)
    })
    expect(definition.finishedJobs?.map(({ id }) => id)).toEqual([1])
  })

  test('that have not ended are told, and a repair among them is taken as not begun', async () => {
    const { definition, notes } = await copyWith([delay(1), delay(3_600)], live => tagged(live, 1, 2))
    expect(definition.finishedJobs?.map(({ id }) => id)).toEqual([1])
    expect(definition.instances[0]?.tags ?? []).toEqual([])
    expect(notes).toEqual([
      "One job of the real cluster has not ended and cannot be copied (2 TEST_DELAY(3600.0)). The plan begins as if they had never been; a repair of harep's among them is planned anew.",
    ])
  })
})

test('that the real queue is drained is told', async () => {
  const { path } = await served(cluster(drbd('web1')))
  const connection = await LuxiConnection.connect(path)
  await connection.call('SetDrainFlag', [true])
  connection.close()
  expect((await copyLive(path)).notes).toEqual([
    'The job queue of the real cluster is drained, so there harep does nothing: what follows is what it would do else.',
  ])
})

test('an instance that the simulator cannot have is left out, and said so', async () => {
  const { path } = await served(
    cluster(drbd('web1'), drbd('web2')),
    () => {},
    undefined,
    answer => {
      if (!isJsonArray(answer)) return answer
      // Its disks differ in their templates.
      return answer.map(row =>
        isJsonArray(row) && row[0] === 'web1' ? row.map(value => (value === 'drbd' ? 'mixed' : value)) : row,
      )
    },
  )
  const { definition, notes } = await copyLive(path)
  expect(definition.instances.map(({ name }) => name)).toEqual(['web2'])
  expect(notes).toEqual(['One instance is not in the copy, since the simulator cannot have such: web1.'])
})
