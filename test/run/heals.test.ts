import { describe, expect, test } from 'vitest'
import type { ClusterDefinition, InstanceDefinition } from '../../sim/ganeti/cluster-definition.ts'
import { decisionsOf, returnedBy, World } from './world.ts'

const ALLOW = 'ganeti:watcher:autorepair:'

function cluster(...instances: InstanceDefinition[]): ClusterDefinition {
  return {
    cluster: { name: 'cluster.example.com', hypervisor: 'fake' },
    groups: [{ name: 'default' }],
    nodes: ['node1', 'node2', 'node3', 'node4'].map(name => ({ name })),
    instances,
  }
}

function drbd(name: string, primary: string, secondary: string, ...types: string[]): InstanceDefinition {
  return {
    name,
    diskTemplate: 'drbd',
    primary,
    secondary,
    memoryMiB: 512,

    tags: types.map(type => ALLOW + type),
  }
}

function plain(name: string, primary: string, ...types: string[]): InstanceDefinition {
  return {
    name,
    diskTemplate: 'plain',
    primary,
    memoryMiB: 512,

    tags: types.map(type => ALLOW + type),
  }
}

describe.each([true, false])('with --classic: %s', classic => {
  test('a drbd instance whose primary died is failed over, then made redundant again', () => {
    const world = new World(cluster(drbd('web1', 'node2', 'node3', 'failover')))
    world.kill('node2')
    for (const run of world.cron(3, { classic })) expect(returnedBy(run.outcome)).toBe(0)
    const web1 = world.instance('web1')
    expect(web1).toMatchObject({ status: 'running', primary: 'node3', dataLost: false })
    expect(web1.secondaries).not.toContain('node2')
  })

  test('a drbd instance whose secondary died gets a new one and goes on running', () => {
    const world = new World(cluster(drbd('web1', 'node2', 'node3', 'fix-storage')))
    world.kill('node3')
    world.cron(2, { classic })
    const web1 = world.instance('web1')
    expect(web1).toMatchObject({ status: 'running', primary: 'node2', dataLost: false })
    expect(web1.secondaries).not.toContain('node3')
  })

  test('what the tags do not allow is not done, and recorded', () => {
    const world = new World(cluster(drbd('web1', 'node2', 'node3', 'fix-storage')))
    world.kill('node2')
    world.cron(2, { classic })
    expect(world.instance('web1')).toMatchObject({ primary: 'node2' })
    expect(world.instance('web1').tags.filter(tag => tag.includes(':enoperm:'))).toHaveLength(1)
  })
})

describe('the traps of the original', () => {
  test('a plain instance that was up runs again, on blank disks', () => {
    const world = new World(cluster(plain('db1', 'node2', 'reinstall')))
    world.kill('node2')
    world.cron(2)
    expect(world.instance('db1')).toMatchObject({ status: 'running', adminState: 'up', dataLost: true })
    expect(world.instance('db1').primary).not.toBe('node2')
  })

  test('classic leaves it with blank disks and not running', () => {
    const world = new World(cluster(plain('db1', 'node2', 'reinstall')))
    world.kill('node2')
    world.cron(2, { classic: true })
    expect(world.instance('db1')).toMatchObject({ status: 'ERROR_down', dataLost: true })
  })

  test('a stopped plain instance on a drained node keeps its data', () => {
    const stopped = { ...plain('db1', 'node2', 'reinstall'), adminState: 'down' as const }
    const world = new World(cluster(stopped))
    world.cluster.setNodeDrained('node2', true)
    world.cron(2)
    expect(world.instance('db1')).toMatchObject({ status: 'ADMIN_down', dataLost: false })
    expect(world.instance('db1').primary).not.toBe('node2')
    const classicWorld = new World(cluster(stopped))
    classicWorld.cluster.setNodeDrained('node2', true)
    classicWorld.cron(2, { classic: true })
    expect(classicWorld.instance('db1').dataLost).toBe(true)
  })

  test('with its primary offline and its secondary drained, a drbd instance is not re-created', () => {
    const world = new World(cluster(drbd('web1', 'node2', 'node3', 'reinstall')))
    world.kill('node2')
    world.cluster.setNodeDrained('node3', true)
    const [run] = world.cron(2)
    expect(world.instance('web1').dataLost).toBe(false)
    expect(run && decisionsOf(run).get('web1')).toMatchObject({
      state: 'needs-repair',
      reason: { code: 'copy-on-drained-node', offline: 'node2', drained: 'node3' },
    })
  })

  test('contradictory tags of one instance do not keep others from being repaired', () => {
    const pending = (id: string, time: number) => `${ALLOW}pending:failover:${id}:${time}:1`
    const sick = drbd('web0', 'node1', 'node3', 'failover')
    const world = new World(
      cluster(
        { ...sick, tags: [...(sick.tags ?? []), pending('a', 5), pending('b', 6)] },
        drbd('web1', 'node2', 'node3', 'failover'),
      ),
    )
    world.kill('node2')
    world.cron(3)
    expect(world.instance('web1')).toMatchObject({ status: 'running', primary: 'node3' })
    expect(world.harep({ classic: true }).outcome).toMatchObject({
      kind: expect.stringMatching(/returned|threw/),
    })
  })

  test('a pending repair whose job is gone fails alone', () => {
    const sick = drbd('web0', 'node1', 'node3', 'failover')
    const gone = `${ALLOW}pending:failover:6b3ce2d1-0000-4000-8000-000000000000:5:4711`
    const world = new World(
      cluster({ ...sick, tags: [...(sick.tags ?? []), gone] }, drbd('web1', 'node2', 'node3', 'failover')),
    )
    world.kill('node2')
    const [run] = world.cron(3)
    expect(run && decisionsOf(run).get('web0')).toMatchObject({
      state: 'repair-failed',
      reason: { code: 'job-gone', jobs: ['4711'] },
    })
    expect(world.instance('web1')).toMatchObject({ status: 'running', primary: 'node3' })
  })

  test('a dead node that nobody marked offline is told, and the others are repaired', () => {
    const world = new World(
      cluster(drbd('web0', 'node4', 'node3', 'failover'), drbd('web1', 'node2', 'node3', 'failover')),
    )
    world.kill('node2')
    world.cluster.powerOff('node4')
    const [run] = world.cron(1)
    expect(run && decisionsOf(run).get('web0')?.reason).toEqual({ code: 'node-silent', node: 'node4' })
    expect(world.instance('web1')).toMatchObject({ status: 'running', primary: 'node3' })
    expect(world.instance('web0')).toMatchObject({ primary: 'node4' })
  })

  test('two tags of one repair, written by two runs at once, are both removed', () => {
    const id = '6b3ce2d1-0000-4000-8000-000000000000'
    const both = [5, 6].map(time => `${ALLOW}pending:failover:${id}:${time}:4711`)
    const web1 = drbd('web1', 'node1', 'node3', 'failover')
    const world = new World(cluster({ ...web1, tags: [...(web1.tags ?? []), ...both] }))
    world.harep()
    expect(world.instance('web1').tags.filter(tag => tag.includes(':pending:'))).toEqual([])
  })

  test('an unchanged refusal is not written again', () => {
    const world = new World(cluster(drbd('web1', 'node2', 'node3', 'fix-storage')))
    world.kill('node2')
    world.harep()
    const jobs = world.cluster.snapshot().jobs.length
    world.cron(5)
    expect(world.cluster.snapshot().jobs).toHaveLength(jobs)
  })

  test('a plan is not made on data from before the results that it knows', () => {
    const world = new World(cluster(drbd('web1', 'node2', 'node3', 'failover')))
    world.kill('node3')
    world.cron(3)
    const replaced = world.cluster
      .snapshot()
      .jobs.filter(job => job.summary.some(text => text.includes('REPLACE_DISKS')))
    expect(replaced).toHaveLength(1)
  })
})
