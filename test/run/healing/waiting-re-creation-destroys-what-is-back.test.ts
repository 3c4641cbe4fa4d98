import { expect, test } from 'vitest'
import type { InstanceDefinition } from '../../../sim/ganeti/cluster-definition.ts'
import type { LuxiService } from '../../../sim/ganeti/luxi-service.ts'
import { clusterOf, single } from '../killed/scenario.ts'
import { Stage } from '../killed/stage.ts'
import { decisionsOf, type TestOptions, World } from '../world.ts'
import { pass, repairJobs, submit } from './forgotten.ts'

const ALLOW = 'ganeti:watcher:autorepair:'
const PLAIN = { diskTemplate: 'plain', primary: 'node2' } as const
const DRBD = { diskTemplate: 'drbd', primary: 'node2', secondary: 'node3' } as const

/** A re-creation of db1 waits for locks that a job of somebody else's has for 500 s. */
function worldWithWaitingRecreation(db1: Partial<InstanceDefinition>) {
  const world = new World({
    cluster: { name: 'cluster.example.com', hypervisor: 'fake' },
    groups: [{ name: 'default' }],
    nodes: ['node1', 'node2', 'node3', 'node4', 'node5', 'node6', 'node7'].map(name => ({ name })),
    instances: [
      { name: 'db1', ...PLAIN, adminState: 'down', memoryMiB: 512, tags: [`${ALLOW}reinstall`], ...db1 },
    ],
  })
  world.kill('node2', ...(db1.secondary === undefined ? [] : [db1.secondary]))
  const nodes = ['node1', 'node4', 'node5', 'node6', 'node7']
  submit(world, { OP_ID: 'OP_TEST_DELAY', duration: 500, on_master: true, on_nodes: nodes })
  pass(world, 2)
  world.harep()
  pass(world, 5)
  expect(statusesOfRecreation(world)).toEqual(['waiting'])
  return world
}

const statusesOfRecreation = (world: World) =>
  world.cluster
    .snapshot()
    .jobs.filter(({ summary }) => summary.some(text => text.startsWith('INSTANCE_RECREATE_DISKS')))
    .map(({ status }) => status)

/** What the next run says of db1, after which the waiting job must be cancelled and db1 have its data. */
function averted(world: World, options: TestOptions = {}) {
  const run = world.harep(options)
  pass(world, 10)
  expect(statusesOfRecreation(world)).toEqual(['canceled'])
  expect(world.instance('db1').tags.filter(tag => tag.includes(':pending:reinstall:'))).toEqual([])
  pass(world, 600)
  expect(world.instance('db1').dataLost).toBe(false)
  return decisionsOf(run).get('db1')?.reason
}

test('its node is back', () => {
  const world = worldWithWaitingRecreation({})
  world.revive('node2')
  expect(averted(world)).toMatchObject({ code: 'nodes-fine' })
})

test('its node is back, and the job marks it down between the look and the cancelling', () => {
  const world = new Stage(clusterOf(4, [single('db1', 'plain', 'node2', 'reinstall')]))
  world.kill('node2')
  const nodes = ['node1', 'node3', 'node4']
  world.submit({ OP_ID: 'OP_TEST_DELAY', duration: 500, on_master: true, on_nodes: nodes })
  world.pass(2)
  world.harepThatDies('before', 'DeleteFilter')
  world.revive('node2')
  const service: LuxiService = {
    ...world.cluster,
    handle: (request, reply) => {
      if (JSON.stringify(request).includes('"CancelJob"')) {
        for (const uuid of world.filters()) world.ask('DeleteFilter', uuid)
        world.pass(5)
      }
      world.cluster.handle(request, reply)
    },
  }
  world.harepOver(service)
  expect(world.instance('db1').tags.filter(tag => tag.includes(':result:reinstall:'))).toEqual([
    expect.stringContaining(':enoperm:'),
  ])
  world.pass(600)
  world.harep()
  world.pass(60)
  expect(world.instance('db1')).toMatchObject({ status: 'running', dataLost: false })
})

test('its node is back, drained, and its admin is about to start it there', () => {
  const world = worldWithWaitingRecreation({})
  world.cluster.powerOn('node2')
  world.cluster.setNodeDrained('node2', true)
  submit(world, { OP_ID: 'OP_INSTANCE_STARTUP', instance_name: 'db1' })
  averted(world)
})

test('its secondary is back', () => {
  const world = worldWithWaitingRecreation({ ...DRBD })
  world.revive('node3')
  expect(averted(world)).toMatchObject({ code: 'repair-submitted', type: 'failover' })
})

test('its admin has suspended it', () => {
  const world = worldWithWaitingRecreation({})
  world.cluster.setTags('instance', 'db1', [...world.instance('db1').tags, `${ALLOW}suspend:`])
  expect(averted(world)).toMatchObject({ code: 'suspended' })
})

test('its admin has taken the permission back', () => {
  const world = worldWithWaitingRecreation({})
  const { tags } = world.instance('db1')
  world.cluster.setTags('instance', 'db1', [...tags, `${ALLOW}failover`])
  expect(averted(world)).toMatchObject({ code: 'not-allowed', type: 'reinstall' })
})

test('so many nodes have gone offline since that the fault may not be with them', () => {
  const world = worldWithWaitingRecreation({})
  world.kill('node6', 'node7')
  expect(averted(world)).toMatchObject({ code: 'too-many-offline' })
})

test('so many do not answer since, which nobody has marked offline', () => {
  const world = worldWithWaitingRecreation({})
  world.cluster.powerOff('node6')
  world.cluster.powerOff('node7')
  expect(averted(world)).toMatchObject({ code: 'too-many-offline' })
})

test('what waits for room alone goes on', () => {
  const world = worldWithWaitingRecreation({})
  world.harep()
  pass(world, 600)
  expect(repairJobs(world)).toHaveLength(1)
  expect(world.instance('db1')).toMatchObject({ status: 'ADMIN_down', dataLost: true })
})
