import { expect, test } from 'vitest'
import type { SimulatedRun } from '../../../sim/driver/simulated-run.ts'
import type { ClusterDefinition } from '../../../sim/ganeti/cluster-definition.ts'
import { DEBIAN_SCHEDULES, type WorldSettings } from '../../../sim/world/world.ts'
import { LuxiError } from '../../../src/luxi/luxi-error.ts'
import { runOptions } from '../../run/world.ts'
import { Client } from '../ganeti/client.ts'
import { world } from './fixture.ts'

const HOUR_S = 3_600
const DAY_S = 24 * HOUR_S

const CLUSTER: ClusterDefinition = {
  cluster: { name: 'cluster.example.com', tags: ['ganeti:watcher:autorepair:reinstall'] },
  groups: [{ name: 'default' }],
  nodes: Array.from({ length: 6 }, (_, index) => ({ name: `node${index + 1}`, memoryMiB: 32_768 })),
  instances: Array.from({ length: 12 }, (_, index) => ({
    name: `inst${index + 1}`,
    diskTemplate: (['drbd', 'drbd', 'plain', 'rbd'] as const)[index % 4] ?? 'drbd',
    primary: `node${(index % 6) + 1}`,
    ...(index % 4 < 2 ? { secondary: `node${((index + 1) % 6) + 1}` } : {}),
    memoryMiB: 512,
  })),
}

const SETTINGS: WorldSettings = {
  ...DEBIAN_SCHEDULES,
  harep: {
    schedule: '*/5 * * * *',
    options: runOptions(),
  },
  admin: {
    lookEveryS: 60,
    policies: [
      { kind: 'fail-master-over', delay: { minS: 300, maxS: HOUR_S } },
      { kind: 'mark-offline', delay: { minS: 600, maxS: 2 * HOUR_S }, fences: true },
      { kind: 'bring-back', delay: { minS: 2 * HOUR_S, maxS: 12 * HOUR_S } },
      { kind: 'clear-failures', delay: { minS: HOUR_S, maxS: 12 * HOUR_S } },
      {
        kind: 'drain-queue',
        delay: { minS: 3 * DAY_S, maxS: 6 * DAY_S },
        duration: { minS: 600, maxS: HOUR_S },
      },
    ],
  },
}

/** Something breaks every half to one and a half days, on any node, the master included. */
function breakThings({ kernel, cluster }: Client, untilUs: number): Record<string, number> {
  const random = kernel.random('faults')
  const counts: Record<string, number> = {}
  const faults: Record<string, (node: string) => void> = {
    power: node => cluster.powerOff(node),
    network: node => cluster.machine(node).cutNetwork(),
    noded: node => cluster.machine(node).stopNodeDaemon(),
    storage: node => cluster.machine(node).breakStorage(),
    crash: () => cluster.crashInstance(`inst${1 + Math.floor(random.next() * 12)}`),
  }
  const names = Object.keys(faults)
  const plan = () =>
    kernel.after(Math.round((0.5 + random.next()) * DAY_S * 1_000_000), () => {
      if (kernel.nowUs > untilUs) return
      const fault = names[Math.floor(random.next() * names.length)] ?? 'power'
      counts[fault] = (counts[fault] ?? 0) + 1
      faults[fault]?.(`node${1 + Math.floor(random.next() * 6)}`)
      plan()
    })
  plan()
  return counts
}

function story() {
  const client = new Client(CLUSTER)
  const { kernel, cluster } = client
  const startUs = kernel.nowUs
  const outcomes = { well: 0, partly: 0, lost: 0, killed: 0 }
  let last: SimulatedRun<0 | 1> | undefined
  const splits = new Set<string>()
  const count = () => {
    const outcome = last?.outcome
    if (outcome?.kind === 'killed') outcomes.killed += 1
    else if (outcome?.kind === 'returned') outcomes[outcome.value === 0 ? 'well' : 'partly'] += 1
    else if (outcome?.kind === 'threw') {
      if (!(outcome.error instanceof LuxiError)) throw outcome.error
      outcomes.lost += 1
    }
  }
  const logged: Record<string, number> = {}
  const stop = world(client, SETTINGS, {
    harepStarted: (_, run) => {
      count()
      last = run
      // A snapshot of thousands of jobs is no small thing: one in six hours.
      if (kernel.nowUs % (6 * HOUR_S * 1_000_000) >= 300_000_000) return
      for (const { name, runningOn } of cluster.snapshot().instances)
        if (runningOn.length > 1) splits.add(name)
    },
    logged: (who, text) => {
      const words = `${who.split(' ')[0]} ${text.replace(/'.*|\d.*/, '').trim()}`
      logged[words] = (logged[words] ?? 0) + 1
    },
  })
  const faults = breakThings(client, startUs + 28 * DAY_S * 1_000_000)
  kernel.runUntil(startUs + 30 * DAY_S * 1_000_000)
  stop()
  while (last !== undefined && last.outcome === undefined) kernel.step()
  count()
  return { client, outcomes, splits, faults, logged, last, snapshot: cluster.snapshot() }
}

test('thirty days of failures end with every instance healthy or in a state that has a name', () => {
  const { client, outcomes, splits, faults, logged, last, snapshot } = story()
  // The story is worth telling: everything has happened, and more than once.
  for (const fault of ['power', 'network', 'noded', 'storage', 'crash'])
    expect(faults[fault]).toBeGreaterThan(1)
  for (const done of [
    'watcher Restarting instance',
    'watcher Activating disks for instance',
    'admin makes node',
    'admin marks node',
    'admin brings node',
    'admin undrains the queue',
  ]) {
    expect.soft(logged[done], done).toBeGreaterThan(1)
  }
  // Of 8640 runs those are missing that fell into a time without a master; nothing but a power cut ended one early.
  expect(outcomes.well + outcomes.partly + outcomes.lost + outcomes.killed).toBeGreaterThan(8_400)
  expect(outcomes.well).toBeGreaterThan(8_400)

  const summary = last?.events.findLast(event => event.kind === 'summary')
  expect(summary?.kind === 'summary' && summary.decisions.map(({ state }) => state)).toEqual(
    snapshot.instances.map(() => 'healthy'),
  )
  expect(snapshot.instances.map(({ name, status }) => [name, status])).toEqual(
    snapshot.instances.map(({ name }) => [name, 'running']),
  )
  expect(snapshot.nodes.filter(node => node.offline || !node.poweredOn)).toEqual([])
  // Only what has its one copy on a node that is gone can be lost, and nothing ever ran twice.
  const lost = snapshot.instances.filter(({ dataLost }) => dataLost).map(({ diskTemplate }) => diskTemplate)
  expect(new Set(lost)).toEqual(new Set(['plain']))
  expect(splits).toEqual(new Set())

  // The queue holds six hours, the archive three weeks.
  const age = (id: number) => {
    const [row] = client.jobs([id], ['end_ts'])
    const [[endS = 0] = []] = JSON.parse(JSON.stringify(row))
    return client.kernel.nowUs / 1_000_000 - endS
  }
  const archived = snapshot.jobs.filter(job => job.isArchived).map(job => job.id)
  const live = snapshot.jobs.filter(job => !job.isArchived).map(job => job.id)
  expect(age(archived[0] ?? 0)).toBeLessThan(23 * DAY_S)
  expect(age(archived[0] ?? 0)).toBeGreaterThan(20 * DAY_S)
  expect(Math.max(0, ...live.map(age))).toBeLessThan(6 * HOUR_S + 600)
}, 60_000)
