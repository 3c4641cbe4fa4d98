import { expect, test } from 'vitest'
import { clusterOf, single } from '../killed/scenario.ts'
import { Stage } from '../killed/stage.ts'
import { World } from '../world.ts'
import { clusterOfWeb1, pass, repairJobs, submit } from './forgotten.ts'

/*
 * A repair waits, and what is due becomes another one: it was left alone since something was due still, so that a guest was stopped which could be
 * migrated, an instance stayed down behind a new secondary that waited for hours, and one that its owner had stopped was started.
 */

/** web1 runs, its node was marked offline by mistake, and its failover waits for a lock; then the mark is corrected. */
function markedByMistake(): World {
  const world = new World(clusterOfWeb1(5, ['ganeti:watcher:autorepair:failover']))
  world.cluster.setNodeOffline('node2', true)
  submit(world, { OP_ID: 'OP_TEST_DELAY', duration: 1200, on_master: false, on_nodes: ['node3'] })
  pass(world, 2)
  world.harep()
  pass(world, 10)
  expect(repairJobs(world)).toEqual(['2 waiting'])
  world.cluster.setNodeOffline('node2', false)
  world.cluster.setNodeDrained('node2', true)
  return world
}

function successes(world: World): readonly string[] {
  const { jobs } = world.cluster.snapshot()
  return jobs
    .filter(({ status }) => status === 'success')
    .flatMap(({ summary }) => summary)
    .filter(text => text.includes('(web1)') && !text.startsWith('TAGS'))
}

test('a failover of what can be migrated is cancelled, and it is migrated', () => {
  const world = markedByMistake()
  world.cron(7)
  expect(successes(world)[0]).toBe('INSTANCE_MIGRATE(web1)')
  expect(successes(world)).not.toContain('INSTANCE_FAILOVER(web1)')
})

const EFFECTS = markedByMistake().harep().effects.length

test.each(Array.from({ length: EFFECTS }, (_, effect) => [effect] as const))(
  'and so it is where the run dies after its effect %i',
  effect => {
    const world = markedByMistake()
    world.harep({}, { effect, when: 'after' })
    world.cron(7)
    expect(successes(world).filter(text => text === 'INSTANCE_MIGRATE(web1)')).toHaveLength(1)
    expect(successes(world)).not.toContain('INSTANCE_FAILOVER(web1)')
    expect(world.instance('web1')).toMatchObject({ status: 'running', primary: 'node3' })
  },
)

test('a new secondary that waits for a lock, where the primary has died meanwhile, is cancelled for a failover', () => {
  const world = new World(clusterOfWeb1(5, ['ganeti:watcher:autorepair:failover']))
  world.cluster.setNodeDrained('node3', true)
  submit(world, {
    OP_ID: 'OP_TEST_DELAY',
    duration: 7200,
    on_master: false,
    on_nodes: ['node1', 'node4', 'node5'],
  })
  pass(world, 2)
  world.harep()
  pass(world, 10)
  expect(repairJobs(world)).toEqual(['2 waiting'])
  world.kill('node2')
  world.cluster.setNodeDrained('node3', false)
  world.harep()
  pass(world, 60)
  expect(world.instance('web1')).toMatchObject({ status: 'running', primary: 'node3' })
})

/** Ten re-creations wait for locks, and two behind them for a slot: of vm21 no process knows yet. */
function waitingForASlot(adminState: 'up' | 'down'): Stage {
  const names = Array.from({ length: 12 }, (_, index) => `vm${10 + index}`)
  const instances = names.map(name =>
    single(name, 'plain', 'node2', 'reinstall', { memoryMiB: 64, adminState }),
  )
  const stage = new Stage(clusterOf(5, instances))
  stage.kill('node2')
  const others = ['node1', 'node3', 'node4', 'node5']
  stage.submit({ OP_ID: 'OP_TEST_DELAY', duration: 1200, on_master: true, on_nodes: others })
  stage.pass(3)
  stage.harep()
  stage.pass(60)
  return stage
}

test.each([
  ['stops', 'up', 'down', 'OP_INSTANCE_SHUTDOWN'],
  ['starts', 'down', 'up', 'OP_INSTANCE_STARTUP'],
] as const)(
  'its owner %s an instance whose re-creation waits: it ends as that',
  (_, before, after, OP_ID) => {
    const stage = waitingForASlot(before)
    stage.submit({ OP_ID, instance_name: 'vm21', ignore_offline_nodes: true })
    stage.pass(30)
    expect(stage.instance('vm21').adminState).toBe(after)
    stage.cron(7)
    expect(stage.instance('vm21')).toMatchObject({
      adminState: after,
      status: after === 'up' ? 'running' : 'ADMIN_down',
      disks: [{ content: 'installed' }],
    })
  },
)
