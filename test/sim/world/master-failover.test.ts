import { describe, expect, test } from 'vitest'
import { startRun } from '../../../sim/driver/simulated-run.ts'
import { pollJob } from '../../../sim/world/luxi-client.ts'
import { LuxiClosedError, LuxiConnectError } from '../../../src/luxi/luxi-error.ts'
import { perform, type Run } from '../../../src/run/effects.ts'
import { runOptions } from '../../run/world.ts'
import { Client } from '../ganeti/client.ts'
import { LOCAL, MIRRORED, smallCluster } from '../ganeti/small-cluster.ts'
import { ended, runFor, timedClient, world } from './fixture.ts'

const DELAY = { OP_ID: 'OP_TEST_DELAY', duration: 60, on_master: false, on_nodes: ['node2'] }
const TAG = { OP_ID: 'OP_TAGS_SET', kind: 'cluster', name: null, tags: ['a'] }

function* ask(method: string, ...args: readonly never[]): Run<unknown> {
  yield* perform<'connect'>({ kind: 'connect' })
  return yield* perform<'luxi'>({ kind: 'luxi', method, args })
}

describe('a master that loses its power', () => {
  test('has no luxid: nobody can connect, and whoever waited is hung up on', () => {
    const client = timedClient(MIRRORED)
    const id = client.submit(DELAY)
    const waiting = startRun(client.kernel, client.cluster, waitFor(id))
    runFor(client, 5)
    client.cluster.powerOff('node1')
    runFor(client, 1)
    expect(waiting.outcome).toEqual({ kind: 'threw', error: expect.any(LuxiClosedError) })
    expect(ended(client, ask('QueryClusterInfo')).outcome).toEqual({
      kind: 'threw',
      error: expect.any(LuxiConnectError),
    })
  })

  test('ends every job on the spot: nothing more of it happens, here or elsewhere', () => {
    const client = timedClient(MIRRORED)
    client.submit({ OP_ID: 'OP_INSTANCE_FAILOVER', instance_name: MIRRORED.name })
    while (client.instance(MIRRORED.name).primary !== 'node3') client.kernel.step()
    client.cluster.powerOff('node1')
    runFor(client, 600)
    // Stopped, moved, and not started: whoever comes next finds it half way.
    expect(client.instance(MIRRORED.name)).toMatchObject({
      primary: 'node3',
      runningOn: [],
      adminState: 'up',
    })
    expect(client.cluster.snapshot().jobs[0]?.status).toBe('running')
    expect(client.cluster.failOverMaster('node2')).toMatchObject({ exitCode: 0 })
    runFor(client, 600)
    expect(client.cluster.snapshot().jobs[0]?.status).toBe('error')
  })
})

describe('a master failover', () => {
  test('takes configuration and queue along: queued jobs run, those that had a process are dead', () => {
    const client = new Client({ ...smallCluster(MIRRORED), cluster: { name: 'c', maxRunningJobs: 1 } })
    const running = client.submit(DELAY, TAG)
    const queued = client.submit({ ...TAG, tags: ['b'] })
    runFor(client, 5)
    client.cluster.powerOff('node1')
    expect(client.cluster.failOverMaster('node2').messages[0]).toContain('Could not disable the master IP')
    runFor(client, 60)
    // luxid looks for dead processes every five minutes; until then the job seems to run and keeps its slot.
    expect(client.jobs([running, queued], ['status'])).toEqual([['running'], ['queued']])
    runFor(client, 600)
    expect(client.jobs([running, queued], ['status'])).toEqual([['error'], ['success']])
    const [row] = client.jobs([running], ['opstatus', 'opresult', 'ops'])
    const death = `detected death of job ${running}`
    expect(row).toMatchObject([['error', 'error'], [death, death], expect.anything()])
    expect(JSON.stringify(row)).toContain('gnt:daemon:luxid:deathdetection')
    expect(client.call('QueryConfigValues', ['master_node'])).toEqual(['node2'])
    expect(client.cluster.snapshot().clusterTags).toEqual(['b'])
    expect(client.submit(TAG)).toBe(queued + 1)
  })

  test('has no luxid for a moment, then clients connect again', () => {
    const client = timedClient(MIRRORED)
    client.cluster.powerOff('node1')
    client.cluster.failOverMaster('node2')
    expect(ended(client, ask('QueryClusterInfo')).outcome).toMatchObject({ kind: 'threw' })
    runFor(client, 10)
    expect(ended(client, ask('QueryClusterInfo')).outcome).toMatchObject({ value: { master: 'node2' } })
  })

  test('frees all locks, keeps job filters and undrains the queue', () => {
    const client = timedClient(MIRRORED)
    client.submit({ ...DELAY, duration: 6_000 })
    runFor(client, 5)
    client.call('ReplaceFilter', null, 0, [], 'PAUSE', [])
    client.call('SetDrainFlag', true)
    expect(JSON.stringify(client.call('Query', 'lock', ['name'], null))).toContain('node/')
    client.cluster.powerOff('node1')
    client.cluster.failOverMaster('node2')
    runFor(client, 10)
    expect(JSON.stringify(client.call('Query', 'lock', ['name'], null))).not.toContain('node/')
    expect(client.call('QueryFilters', null, ['action'])).toEqual([['PAUSE']])
    expect(client.cluster.snapshot().isDrained).toBe(false)
  })

  test('is refused where it does not belong', () => {
    const { cluster } = new Client({ ...smallCluster(), cluster: { name: 'c', candidatePoolSize: 2 } })
    expect(cluster.failOverMaster('node1').messages[0]).toContain('node1 is already the master')
    expect(cluster.failOverMaster('node4').messages[0]).toMatch(/not among .* candidates[\s\S]*\nnode2$/)
    for (const name of ['node1', 'node3', 'node4']) cluster.powerOff(name)
    expect(cluster.failOverMaster('node2')).toMatchObject({
      exitCode: 1,
      messages: [expect.stringContaining('Unhealthy nodes: node1,node3,node4')],
    })
  })

  test('lets the old master come back as a node like any other', () => {
    const client = timedClient(LOCAL)
    client.cluster.powerOff('node1')
    client.cluster.failOverMaster('node2')
    runFor(client, 10)
    client.cluster.powerOn('node1')
    runFor(client, 10)
    expect(client.call('QueryConfigValues', ['master_node'])).toEqual(['node2'])
  })

  test('is not needed where the master boots: its luxid goes on with what was there', () => {
    const client = timedClient(LOCAL)
    const id = client.submit(DELAY)
    runFor(client, 5)
    client.cluster.powerOff('node1')
    client.cluster.powerOn('node1')
    runFor(client, 400)
    expect(client.jobs([id], ['status'])).toEqual([['error']])
    expect(client.call('QueryConfigValues', ['master_node'])).toEqual(['node1'])
  })
})

test('cron and what it started die with the master, and go on where the new one is', () => {
  const client = timedClient(LOCAL)
  const started: string[] = []
  const outcomes: (() => unknown)[] = []
  const options = runOptions()
  const stop = world(
    client,
    { watcher: '*/5 * * * *', harep: { schedule: '*/5 * * * *', options } },
    {
      harepStarted: (node, run) => {
        started.push(node)
        outcomes.push(() => run.outcome)
      },
    },
  )
  const untilCron = () => {
    const count = started.length
    while (started.length === count) client.kernel.step()
  }
  untilCron()
  client.kernel.step()
  client.cluster.powerOff('node1')
  runFor(client, 1_000)
  expect(outcomes.map(outcome => outcome())).toEqual([{ kind: 'killed' }])
  client.cluster.failOverMaster('node3')
  client.cluster.crashInstance(LOCAL.name)
  runFor(client, 600)
  expect(started).toEqual(['node1', 'node3', 'node3'])
  expect(outcomes[1]?.()).toMatchObject({ kind: 'returned' })
  expect(client.instance(LOCAL.name).status).toBe('running')
  stop()
})

function* waitFor(id: number): Run<unknown> {
  yield* perform<'connect'>({ kind: 'connect' })
  return yield* pollJob(id)
}
