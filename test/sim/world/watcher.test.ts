import { describe, expect, test } from 'vitest'
import { startRun } from '../../../sim/driver/simulated-run.ts'
import { globalWatcher } from '../../../sim/world/watcher/global-watcher.ts'
import { groupWatcher, type WatcherProcess } from '../../../sim/world/watcher/group-watcher.ts'
import { WatcherFiles } from '../../../sim/world/watcher/watcher-files.ts'
import { Client } from '../ganeti/client.ts'
import { LOCAL, MIRRORED, SHARED } from '../ganeti/small-cluster.ts'
import { calls, ended, jobsOf, runFor, timedClient, world } from './fixture.ts'

const STARTUP = `INSTANCE_STARTUP(${LOCAL.name})`

function watcherOf(client: Client) {
  const lines: string[] = []
  const files = new WatcherFiles()
  const process: WatcherProcess = {
    machine: client.cluster.machine('node1'),
    files,
    isAlive: () => false,
    log: text => lines.push(text),
  }
  const group = client.cluster.snapshot().groups[0]?.uuid ?? ''
  return { lines, files, process, group, run: () => ended(client, groupWatcher(process, group)) }
}

describe('the watcher of a group', () => {
  test('asks what Ganeti’s asks, in its order', () => {
    const client = timedClient(MIRRORED)
    const { run } = watcherOf(client)
    // The first run of all takes every node for one that was just booted.
    expect(calls(run())).toEqual([
      'QueryConfigValues',
      'Query lock',
      'Query instance',
      'Query node',
      'SubmitJob OP_INSTANCE_ACTIVATE_DISKS',
      'WaitForJobChange',
      'QueryJobs',
      'SubmitJob OP_GROUP_VERIFY_DISKS',
      'WaitForJobChange',
      'QueryJobs',
      'ArchiveJob',
    ])
    expect(calls(run()).slice(0, 5)).toEqual([
      'QueryConfigValues',
      'Query lock',
      'Query instance',
      'Query node',
      'SubmitJob OP_GROUP_VERIFY_DISKS',
    ])
  })

  test('restarts what should run and does not, with a reason of its own, and leaves the rest', () => {
    const client = timedClient(LOCAL, { ...SHARED, adminState: 'down' })
    client.cluster.crashInstance(LOCAL.name)
    const { run } = watcherOf(client)
    expect(run().outcome).toEqual({ kind: 'returned', value: 0 })
    expect(client.instance(LOCAL.name).status).toBe('running')
    expect(client.instance(SHARED.name).status).toBe('ADMIN_down')
    expect(jobsOf(client, 'INSTANCE_STARTUP')).toHaveLength(1)
    const [id = 0] = jobsOf(client, STARTUP).map(job => job.id)
    const [row] = client.jobs([id], ['ops'])
    expect(JSON.stringify(row)).toContain(`["gnt:watcher","Restarting instance ${LOCAL.name}"`)
  })

  test('tries five times, then no more, and begins anew after eight hours', () => {
    const client = timedClient(LOCAL)
    client.cluster.crashInstance(LOCAL.name)
    client.cluster.machine('node2').breakStorage()
    const { run, lines } = watcherOf(client)
    for (let count = 0; count < 9; count += 1) run()
    expect(jobsOf(client, STARTUP)).toHaveLength(5)
    expect(lines.filter(line => line.endsWith('giving up'))).toHaveLength(1)
    runFor(client, 8 * 3_600)
    run()
    expect(jobsOf(client, STARTUP)).toHaveLength(6)
  })

  test('forgets its tries once the instance runs', () => {
    const client = timedClient(LOCAL)
    const { run } = watcherOf(client)
    for (let count = 0; count < 8; count += 1) {
      client.cluster.crashInstance(LOCAL.name)
      run()
      run()
    }
    expect(jobsOf(client, STARTUP)).toHaveLength(8)
  })

  test('activates the disks of a mirror whose secondary was booted', () => {
    const client = timedClient(MIRRORED)
    const { run } = watcherOf(client)
    run()
    const before = jobsOf(client, 'INSTANCE_ACTIVATE_DISKS').length
    client.cluster.powerOff('node3')
    client.cluster.powerOn('node3')
    run()
    expect(jobsOf(client, 'INSTANCE_ACTIVATE_DISKS')).toHaveLength(before + 1)
    run()
    expect(jobsOf(client, 'INSTANCE_ACTIVATE_DISKS')).toHaveLength(before + 1)
  })

  test('cannot help an instance whose node is dead or offline', () => {
    const client = timedClient(LOCAL, MIRRORED)
    client.cluster.powerOff('node2')
    const { run } = watcherOf(client)
    run()
    client.cluster.setNodeOffline('node2', true)
    run()
    expect(jobsOf(client, 'INSTANCE_STARTUP')).toHaveLength(0)
  })

  test('remembers nothing of a run that was killed, and can take its lock again', () => {
    const client = timedClient(LOCAL)
    client.cluster.crashInstance(LOCAL.name)
    client.cluster.machine('node2').breakStorage()
    const { process, group, run } = watcherOf(client)
    for (let count = 0; count < 3; count += 1) {
      const killed = startRun(client.kernel, client.cluster, groupWatcher(process, group), {
        effect: 12,
        when: 'after',
      })
      while (killed.outcome === undefined && client.kernel.step());
      expect(killed.outcome).toEqual({ kind: 'killed' })
    }
    const before = jobsOf(client, STARTUP).length
    expect(before).toBe(3)
    for (let count = 0; count < 7; count += 1) run()
    expect(jobsOf(client, STARTUP)).toHaveLength(before + 5)
  })

  test('may be killed before and after each effect: the next run does what is left', () => {
    const effects = (() => {
      const client = timedClient(LOCAL)
      client.cluster.crashInstance(LOCAL.name)
      return watcherOf(client).run().effects.length
    })()
    for (let effect = 0; effect < effects; effect += 1) {
      for (const when of ['before', 'after'] as const) {
        const client = timedClient(LOCAL)
        client.cluster.crashInstance(LOCAL.name)
        const { process, group, run } = watcherOf(client)
        const killed = startRun(client.kernel, client.cluster, groupWatcher(process, group), { effect, when })
        while (killed.outcome === undefined && client.kernel.step());
        runFor(client, 60)
        expect(run().outcome).toEqual({ kind: 'returned', value: 0 })
        expect(client.instance(LOCAL.name).status).toBe('running')
      }
    }
  })

  test('waits behind a repair: its verification wants the lock of every instance', () => {
    const client = timedClient({ ...MIRRORED, disksMiB: [60 * 1_200] })
    const id = client.submit({
      OP_ID: 'OP_INSTANCE_REPLACE_DISKS',
      instance_name: MIRRORED.name,
      mode: 'replace_new_secondary',
      remote_node: 'node4',
    })
    runFor(client, 10)
    const startUs = client.kernel.nowUs
    watcherOf(client).run()
    expect(client.kernel.nowUs - startUs).toBeGreaterThan(1_000_000_000)
    expect(client.jobs([id], ['status'])).toEqual([['success']])
  })

  test('is refused everything by a drained queue, and does not count what it tried', () => {
    const client = timedClient(LOCAL)
    client.cluster.crashInstance(LOCAL.name)
    client.call('SetDrainFlag', true)
    const { run } = watcherOf(client)
    for (let count = 0; count < 7; count += 1) expect(run().outcome).toEqual({ kind: 'returned', value: 1 })
    client.call('SetDrainFlag', false)
    expect(run().outcome).toEqual({ kind: 'returned', value: 0 })
    expect(client.instance(LOCAL.name).status).toBe('running')
  })

  test('ends at once while another one works on the group', () => {
    const client = timedClient(LOCAL)
    const { process, group } = watcherOf(client)
    process.files.lock(group, () => true)
    const run = ended(client, groupWatcher(process, group))
    expect(run.outcome).toEqual({ kind: 'returned', value: 1 })
    expect(calls(run)).toEqual([])
  })
})

describe('the global watcher', () => {
  test('archives jobs of more than six hours ago, and starts one child for each group', () => {
    const client = timedClient(LOCAL)
    client.run({ OP_ID: 'OP_TAGS_SET', kind: 'cluster', name: null, tags: ['old'] })
    runFor(client, 6 * 3_600)
    client.run({ OP_ID: 'OP_TAGS_SET', kind: 'cluster', name: null, tags: ['new'] })
    const groups: string[] = []
    const run = ended(
      client,
      globalWatcher(watcherOf(client).process, group => groups.push(group)),
    )
    expect(calls(run)).toEqual(['QueryConfigValues', 'AutoArchiveJobs', 'QueryGroups'])
    expect(groups).toEqual(client.cluster.snapshot().groups.map(group => group.uuid))
    expect(client.cluster.snapshot().jobs.map(job => job.isArchived)).toEqual([true, false])
  })

  test('does nothing while it is paused, and goes on afterwards', () => {
    const client = timedClient(LOCAL)
    const stop = world(client, { watcher: '*/5 * * * *' })
    client.call('SetWatcherPause', client.kernel.nowUs / 1_000_000 + 3_600)
    client.cluster.crashInstance(LOCAL.name)
    runFor(client, 3_500)
    expect(client.instance(LOCAL.name).status).toBe('ERROR_down')
    runFor(client, 600)
    expect(client.instance(LOCAL.name).status).toBe('running')
    stop()
  })

  test('starts a noded that has stopped, on every node', () => {
    const client = timedClient(LOCAL)
    const stop = world(client, { watcher: '*/5 * * * *' })
    client.cluster.machine('node2').stopNodeDaemon()
    expect(client.instance(LOCAL.name).status).toBe('ERROR_nodedown')
    runFor(client, 310)
    expect(client.instance(LOCAL.name).status).toBe('running')
    stop()
  })

  test.each([true, false])('with maintain_node_health %s', maintainNodeHealth => {
    const own = new Client({
      cluster: { name: 'c', maintainNodeHealth },
      groups: [{ name: 'default' }],
      nodes: ['node1', 'node2', 'node3'].map(name => ({ name })),
      instances: [MIRRORED],
    })
    const stop = world(own, { watcher: '*/5 * * * *' })
    own.cluster.machine('node2').cutNetwork()
    own.cluster.setNodeOffline('node2', true)
    own.submit({ OP_ID: 'OP_INSTANCE_FAILOVER', instance_name: MIRRORED.name })
    runFor(own, 600)
    expect(own.instance(MIRRORED.name).runningOn).toEqual(['node2', 'node3'])
    own.cluster.machine('node2').restoreNetwork()
    runFor(own, 600)
    expect(own.instance(MIRRORED.name).runningOn).toEqual(maintainNodeHealth ? ['node3'] : ['node2', 'node3'])
    stop()
  })
})
