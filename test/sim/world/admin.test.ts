import { describe, expect, test } from 'vitest'
import type { AdminPolicy } from '../../../sim/world/admin/admin-policy.ts'
import type { Client } from '../ganeti/client.ts'
import { LOCAL, MIRRORED } from '../ganeti/small-cluster.ts'
import { jobsOf, runFor, timedClient, world } from './fixture.ts'

const DELAY = { minS: 600, maxS: 1_800 }
const FAILED = 'ganeti:watcher:autorepair:result:failover:0b8a1c8a-9f1c-4f7e-8f61-7c0a9a1e0001:1:failure:1'

function withAdmin(client: Client, ...policies: AdminPolicy[]): string[] {
  const lines: string[] = []
  const listener = { logged: (_: string, text: string) => lines.push(text) }
  world(client, { admin: { lookEveryS: 60, policies } }, listener)
  return lines
}

function node(client: Client, name: string) {
  return client.cluster.snapshot().nodes.find(each => each.name === name)
}

describe('an admin', () => {
  test('marks a dead node offline after the delay, by a job, and no other', () => {
    const client = timedClient(LOCAL)
    const lines = withAdmin(client, { kind: 'mark-offline', delay: DELAY, fences: false })
    client.cluster.powerOff('node2')
    runFor(client, 600)
    expect(node(client, 'node2')?.offline).toBe(false)
    runFor(client, 1_500)
    expect(
      client.cluster
        .snapshot()
        .nodes.filter(each => each.offline)
        .map(each => each.name),
    ).toEqual(['node2'])
    expect(jobsOf(client, 'NODE_SET_PARAMS(node2)')).toHaveLength(1)
    expect(lines).toEqual(['marks node2 offline'])
  })

  test('does nothing about a node that answers again before that', () => {
    const client = timedClient(LOCAL)
    withAdmin(client, { kind: 'mark-offline', delay: DELAY, fences: false })
    client.cluster.machine('node2').cutNetwork()
    runFor(client, 500)
    client.cluster.machine('node2').restoreNetwork()
    runFor(client, 7_200)
    expect(client.cluster.snapshot().jobs).toEqual([])
  })

  test('draws delays from a stream of its own: same seed, same story', () => {
    const story = () => {
      const client = timedClient(LOCAL)
      withAdmin(client, { kind: 'mark-offline', delay: DELAY, fences: false })
      client.cluster.powerOff('node2')
      while (node(client, 'node2')?.offline !== true) client.kernel.step()
      return client.kernel.nowUs
    }
    expect(story()).toBe(story())
  })

  test.each([
    [true, ['node3']],
    [false, ['node2', 'node3']],
  ])(
    'who fences (%s) has the guest of a node that is cut off run on %s after its failover',
    (fences, runningOn) => {
      const client = timedClient(MIRRORED)
      withAdmin(client, { kind: 'mark-offline', delay: DELAY, fences })
      client.cluster.machine('node2').cutNetwork()
      runFor(client, 2_400)
      client.submit({ OP_ID: 'OP_INSTANCE_FAILOVER', instance_name: MIRRORED.name })
      runFor(client, 60)
      expect(client.instance(MIRRORED.name).runningOn).toEqual(runningOn)
    },
  )

  test('repairs a node and brings it back', () => {
    const client = timedClient(LOCAL)
    withAdmin(
      client,
      { kind: 'mark-offline', delay: DELAY, fences: true },
      { kind: 'bring-back', delay: DELAY },
    )
    client.cluster.machine('node2').breakStorage()
    client.cluster.machine('node2').cutNetwork()
    runFor(client, 2_000)
    expect(node(client, 'node2')).toMatchObject({ offline: true, poweredOn: false })
    runFor(client, 2_400)
    expect(node(client, 'node2')).toMatchObject({ offline: false, poweredOn: true })
    expect(client.instance(LOCAL.name)).toMatchObject({
      status: 'ERROR_down',
      disks: [{ content: 'absent' }],
    })
  })

  test('clears results that say failure, and leaves other tags', () => {
    const client = timedClient(LOCAL)
    withAdmin(client, { kind: 'clear-failures', delay: DELAY })
    client.cluster.setTags('instance', LOCAL.name, [FAILED, 'keep'])
    runFor(client, 2_400)
    expect(client.instance(LOCAL.name).tags).toEqual(['keep'])
  })

  test('drains the queue now and then, and undrains it', () => {
    const client = timedClient(LOCAL)
    const lines = withAdmin(client, { kind: 'drain-queue', delay: DELAY, duration: { minS: 300, maxS: 300 } })
    runFor(client, 4_000)
    expect(lines.slice(0, 3)).toEqual(['drains the queue', 'undrains the queue', 'drains the queue'])
  })

  test('makes another node the master when the master dies, and the old one comes back as any other', () => {
    const client = timedClient(LOCAL)
    withAdmin(
      client,
      { kind: 'fail-master-over', delay: DELAY },
      { kind: 'mark-offline', delay: DELAY, fences: true },
      { kind: 'bring-back', delay: DELAY },
    )
    client.cluster.powerOff('node1')
    runFor(client, 7_200)
    expect(client.call('QueryConfigValues', ['master_node'])).toEqual(['node2'])
    expect(node(client, 'node1')).toMatchObject({ offline: false, poweredOn: true })
  })

  test('takes a master that is cut off for dead, and not all the others', () => {
    const client = timedClient(LOCAL)
    const lines = withAdmin(
      client,
      { kind: 'mark-offline', delay: DELAY, fences: true },
      { kind: 'fail-master-over', delay: DELAY },
    )
    client.cluster.machine('node1').cutNetwork()
    runFor(client, 7_200)
    expect(lines).toEqual(['makes node2 the master', 'marks node1 offline'])
    expect(client.instance(LOCAL.name).status).toBe('running')
  })
})
