import { expect, test } from 'vitest'
import type { SimulatedRun } from '../../../sim/driver/simulated-run.ts'
import { deathsOf, harepDies } from '../killed/deaths.ts'
import { clusterOf, single } from '../killed/scenario.ts'
import { Stage } from '../killed/stage.ts'
import { decisionsOf } from '../world.ts'

const ALLOW = 'ganeti:watcher:autorepair:'
const NODES = ['node1', 'node4', 'node5', 'node6']

/** A re-creation of db1 has stopped it, and waits for nodes that a job of somebody else's has for 500 s. */
function worldWithStopped(template: 'plain' | 'drbd' = 'plain'): Stage {
  const instance = single('db1', template, 'node2', 'reinstall')
  const world = new Stage(
    clusterOf(6, [template === 'drbd' ? { ...instance, secondary: 'node3' } : instance]),
  )
  world.kill('node2', ...(template === 'drbd' ? ['node3'] : []))
  world.submit({ OP_ID: 'OP_TEST_DELAY', duration: 500, on_master: true, on_nodes: NODES })
  world.pass(2)
  world.harep()
  world.pass(5)
  expect(world.instance('db1').adminState).toBe('down')
  expect(recreations(world)).toEqual(['waiting'])
  return world
}

const recreations = (world: Stage) =>
  [...world.repairs.values()]
    .filter(({ opcodes }) => opcodes.some(opcode => opcode.includes('RECREATE_DISKS')))
    .map(({ status }) => status)

const opcodesOf = (world: Stage) =>
  [...world.repairs.values()].map(({ opcodes }) =>
    opcodes.map(opcode => opcode.replace(/^(OP_)?(INSTANCE_)?/, '')).join('+'),
  )

const repairTags = (world: Stage) => world.instance('db1').tags.filter(tag => /:(pending|result):/.test(tag))

/** As an admin does it, by a job: what changes an instance otherwise looks as if somebody had wanted it down. */
const tagging = (world: Stage, opId: 'OP_TAGS_SET' | 'OP_TAGS_DEL', tag: string) => {
  world.submit({ OP_ID: opId, kind: 'instance', name: 'db1', tags: [ALLOW + tag] })
  world.pass(5)
}

const reasonIn = (run: SimulatedRun<unknown>) => decisionsOf(run).get('db1')?.reason

/** All is as if nothing had happened, and no human was asked. */
function expectAllIsWell(world: Stage): void {
  world.pass(60)
  expect(reasonIn(world.harep())).toMatchObject({ code: 'nodes-fine' })
  world.pass(60)
  expect(world.instance('db1')).toMatchObject({ status: 'running', adminState: 'up', dataLost: false })
  expect(repairTags(world).filter(tag => !tag.includes(':success:'))).toEqual([])
  expect(world.violations).toEqual([])
}

test('its node is back: it is started there', () => {
  const world = worldWithStopped()
  world.revive('node2')
  const run = world.harep()
  expect(run.events).toContainEqual(expect.objectContaining({ kind: 'cancelled', hadStopped: true }))
  expect(reasonIn(run)).toMatchObject({ code: 'repair-submitted', type: 'reinstall' })
  world.pass(600)
  expect(recreations(world)).toEqual(['canceled'])
  expect(opcodesOf(world)).toEqual(['SHUTDOWN+RECREATE_DISKS+REINSTALL+STARTUP', 'STARTUP'])
  world.harep()
  expectAllIsWell(world)
})

test('its secondary is back: it is failed over and started there', () => {
  const world = worldWithStopped('drbd')
  world.revive('node3')
  world.harep()
  world.pass(600)
  expect(opcodesOf(world)).toEqual(['SHUTDOWN+RECREATE_DISKS+REINSTALL+STARTUP', 'FAILOVER+STARTUP'])
  expect(world.instance('db1')).toMatchObject({ primary: 'node3', status: 'running', dataLost: false })
})

test('it is suspended: while it is, nothing is done; after that it is started where its node is back', () => {
  const world = worldWithStopped()
  tagging(world, 'OP_TAGS_SET', 'suspend:')
  expect(reasonIn(world.harep())).toMatchObject({ code: 'suspended' })
  world.pass(600)
  world.revive('node2')
  expect(reasonIn(world.harep())).toMatchObject({ code: 'suspended' })
  world.pass(60)
  expect(opcodesOf(world)).toHaveLength(1)
  tagging(world, 'OP_TAGS_DEL', 'suspend:')
  world.harep()
  world.pass(60)
  world.harep()
  expectAllIsWell(world)
})

test('it is suspended for some time, and its node stays away: it is made anew, and runs', () => {
  const world = worldWithStopped()
  tagging(world, 'OP_TAGS_SET', 'suspend:')
  world.harep()
  world.pass(600)
  tagging(world, 'OP_TAGS_DEL', 'suspend:')
  expect(reasonIn(world.harep())).toMatchObject({ code: 'repair-submitted', type: 'reinstall' })
  world.pass(600)
  expect(opcodesOf(world)[1]).toBe('SHUTDOWN+RECREATE_DISKS+REINSTALL+STARTUP')
  world.harep()
  world.pass(60)
  expect(world.instance('db1')).toMatchObject({ status: 'running', dataLost: true })
  expect(repairTags(world).filter(tag => !tag.includes(':success:'))).toEqual([])
})

test('its permission is taken back: that is what stands in the way, and no failure', () => {
  const world = worldWithStopped()
  tagging(world, 'OP_TAGS_DEL', 'reinstall')
  world.harep()
  world.pass(600)
  expect(decisionsOf(world.harep()).get('db1')).toMatchObject({
    state: 'repair-disallowed',
    reason: { code: 'not-enabled' },
  })
})

test('an admin has started it by then: its record goes', () => {
  const world = worldWithStopped()
  tagging(world, 'OP_TAGS_SET', 'suspend:')
  world.harep()
  world.pass(600)
  world.revive('node2')
  world.submit({ OP_ID: 'OP_INSTANCE_STARTUP', instance_name: 'db1' })
  world.pass(60)
  world.harep()
  world.pass(60)
  expect(repairTags(world)).toEqual([])
  expect(opcodesOf(world)).toHaveLength(1)
})

test('an admin cancelled it and nothing else has changed: that is a no', () => {
  const world = worldWithStopped()
  for (const { id } of world.unfinishedRepairs()) world.ask('CancelJob', id)
  world.pass(600)
  world.harep()
  expect(decisionsOf(world.harep()).get('db1')).toMatchObject({
    state: 'repair-failed',
    reason: { code: 'repair-cancelled', type: 'reinstall' },
  })
})

test('its disks had been begun: how far that came a human has to see', () => {
  const world = worldWithStopped()
  world.once('OP_INSTANCE_RECREATE_DISKS', 'running', ({ id }) => world.ask('CancelJob', id))
  world.pass(700)
  world.revive('node2')
  for (let run = 0; run < 3; run += 1) {
    world.harep()
    world.pass(300)
  }
  expect(repairTags(world).filter(tag => tag.includes(':enoperm:'))).toEqual([])
})

test('the run that withdraws it dies, wherever that is', () => {
  const whole = worldWithStopped()
  whole.revive('node2')
  const deaths = deathsOf(whole.harep().effects)
  expect(deaths.length).toBeGreaterThan(20)
  for (const death of deaths) {
    const world = worldWithStopped()
    world.revive('node2')
    expect(harepDies(world, undefined, death)).toBe(true)
    for (let run = 0; run < 4; run += 1) {
      world.pass(100)
      world.harep()
    }
    expect(recreations(world), JSON.stringify(death)).toEqual(['canceled'])
    expectAllIsWell(world)
  }
})
