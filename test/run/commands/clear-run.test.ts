import { describe, expect, test } from 'vitest'
import { finishRun, type KillPoint, type SimulatedRun, startRun } from '../../../sim/driver/simulated-run.ts'
import type { ClusterDefinition } from '../../../sim/ganeti/cluster-definition.ts'
import { execError } from '../../../sim/ganeti/ganeti-failure.ts'
import { type Cleared, type ClearOptions, clearRun } from '../../../src/run/commands/clear-run.ts'
import { UnknownNameError } from '../../../src/run/healing/selection.ts'
import { occupyQueue } from '../healing/forgotten.ts'
import { decisionsOf, returnedBy, World } from '../world.ts'

const ALLOWED = 'ganeti:watcher:autorepair:failover'
const FAILED = 'ganeti:watcher:autorepair:result:failover:u1:1000:failure:7'
/** The same repair, while it was under way: outweighed now, it would count again if the failure alone went. */
const OUTWEIGHED = 'ganeti:watcher:autorepair:pending:failover:u1:900:7'
const DONE = 'ganeti:watcher:autorepair:result:fix-storage:u0:500:success:3'
const MALFORMED = 'ganeti:watcher:autorepair:result:failover:u2:when:failure:8'

const CLUSTER: ClusterDefinition = {
  cluster: { name: 'cluster.example.com' },
  groups: [{ name: 'default' }],
  nodes: ['node1', 'node2', 'node3', 'node4'].map(name => ({ name })),
  instances: [
    {
      name: 'web1.x',
      diskTemplate: 'drbd',
      primary: 'node2',
      secondary: 'node3',
      tags: [ALLOWED, FAILED, OUTWEIGHED, DONE, MALFORMED],
    },
    { name: 'web2.x', diskTemplate: 'drbd', primary: 'node2', secondary: 'node3', tags: [ALLOWED, FAILED] },
    { name: 'well.x', diskTemplate: 'drbd', primary: 'node3', secondary: 'node4' },
  ],
}

function clear(
  world: World,
  options: Partial<ClearOptions> = {},
  killAt?: KillPoint,
): SimulatedRun<readonly Cleared[]> {
  const all = {
    names: ['web1', 'web2'],
    all: false,
    reason: undefined,
    dryRun: false,
    version: '0.0.0',
    ...options,
  }
  const run = startRun(world.kernel, world.cluster, clearRun(all), killAt)
  finishRun(world.kernel, run)
  return run
}

const tags = (world: World, name: string) => [...world.instance(name).tags].sort()

describe('clear', () => {
  test('removes all tags of the failed repairs, and nothing else, by one job an instance', () => {
    const world = new World(CLUSTER)
    const cleared = returnedBy(clear(world).outcome)
    expect(cleared.map(({ instance, job, problem }) => ({ instance, job, problem }))).toEqual([
      { instance: 'web1.x', job: '1', problem: undefined },
      { instance: 'web2.x', job: '2', problem: undefined },
    ])
    expect(new Set(cleared[0]?.tags)).toEqual(new Set([FAILED, OUTWEIGHED]))
    expect(tags(world, 'web1.x')).toEqual([ALLOWED, DONE, MALFORMED].sort())
    expect(tags(world, 'web2.x')).toEqual([ALLOWED])
  })

  test('lets the next run try again', () => {
    const world = new World(CLUSTER)
    world.kill('node2')
    expect(decisionsOf(world.harep()).get('web2.x')?.state).toBe('repair-failed')
    clear(world)
    expect(decisionsOf(world.harep()).get('web2.x')?.state).toBe('pending-repair')
  })

  test('with --all, tags that cannot be read and what is over go too', () => {
    const world = new World(CLUSTER)
    clear(world, { names: ['web1'], all: true })
    expect(tags(world, 'web1.x')).toEqual([ALLOWED])
  })

  test('with --all, the tag of a repair that is under way stays', () => {
    const world = new World(CLUSTER)
    clear(world, { names: ['web2'] })
    world.kill('node2')
    world.harep({ selection: { groups: [], nodes: [], instanceTags: [], instances: ['web2'], excluded: [] } })
    const pending = tags(world, 'web2.x').filter(tag => tag.includes(':pending:'))
    expect(pending).toHaveLength(1)
    const [cleared] = returnedBy(clear(world, { names: ['web2'], all: true }).outcome)
    expect(cleared).toMatchObject({ job: undefined, tags: [], kept: pending, problem: undefined })
    expect(tags(world, 'web2.x')).toEqual([ALLOWED, ...pending].sort())
  })

  test('tells of a re-creation that nothing tells of any more', () => {
    const tag = 'ganeti:watcher:autorepair:result:reinstall:u3:1000:failure:7'
    const [first, second] = CLUSTER.instances
    if (!first || !second) throw new Error('the cluster has no instances')
    const world = new World({ ...CLUSTER, instances: [first, { ...second, tags: [tag] }] })
    const cleared = returnedBy(clear(world).outcome)
    expect(cleared.map(({ forgetsRecreation }) => forgetsRecreation)).toEqual([false, true])
  })

  test('submits nothing where there is nothing to remove', () => {
    const world = new World(CLUSTER)
    const run = clear(world, { names: ['well.x'] })
    expect(returnedBy(run.outcome)).toEqual([
      {
        instance: 'well.x',
        job: undefined,
        tags: [],
        kept: [],
        left: [],
        forgetsRecreation: false,
        problem: undefined,
      },
    ])
    expect(world.cluster.snapshot().jobs).toEqual([])
  })

  test('with --dry-run changes nothing, and tells what would go', () => {
    const world = new World(CLUSTER)
    const [first] = returnedBy(clear(world, { dryRun: true }).outcome)
    expect(new Set(first?.tags)).toEqual(new Set([FAILED, OUTWEIGHED]))
    expect(world.cluster.snapshot().jobs).toEqual([])
  })

  test('an unknown name ends it before anything is submitted', () => {
    const world = new World(CLUSTER)
    const { outcome } = clear(world, { names: ['web2', 'wbe1'] })
    expect(outcome).toMatchObject({ kind: 'threw', error: expect.any(UnknownNameError) })
    expect(world.cluster.snapshot().jobs).toEqual([])
  })

  test('while the queue is drained, the error says so, what was not done and what to do; nothing is half done', () => {
    const world = new World(CLUSTER)
    world.cluster.handle({ method: 'SetDrainFlag', args: [true] }, () => {})
    const { outcome } = clear(world)
    expect(outcome).toMatchObject({ kind: 'threw', error: { code: 'QUEUE_DRAINED', exitCode: 1 } })
    expect(outcome?.kind === 'threw' && String(outcome.error)).toMatch(
      /job queue is drained.*removes tags.*nothing was changed.*gnt-cluster queue undrain/,
    )
    expect(tags(world, 'web2.x')).toContain(FAILED)
    expect(world.cluster.snapshot().jobs).toEqual([])
    const removed = returnedBy(clear(world, { dryRun: true }).outcome)
    expect(removed.map(({ problem }) => problem)).toEqual([undefined, undefined])
  })

  test('what an admin removes at the same moment is gone, and no problem', () => {
    const world = new World(CLUSTER)
    const all = { names: ['web2'], all: false, reason: undefined, dryRun: false, version: '0.0.0' }
    const remove = { OP_ID: 'OP_TAGS_DEL', kind: 'instance', name: 'web2.x', tags: [FAILED], reason: [] }
    const run = startRun(world.kernel, world.cluster, clearRun(all))
    while (!run.effects.some(effect => effect.kind === 'now')) world.kernel.step()
    world.cluster.handle({ method: 'SubmitJob', args: [[remove]] }, () => {})
    finishRun(world.kernel, run)
    expect(returnedBy(run.outcome)).toEqual([
      {
        instance: 'web2.x',
        // That of harep has failed, and has removed nothing.
        job: undefined,
        tags: [FAILED],
        kept: [],
        left: [],
        forgetsRecreation: false,
        problem: undefined,
      },
    ])
  })

  /** What a clear of web1 comes to where this happens when it is about to submit. */
  function clearWhile(happens: (world: World) => void, definition = CLUSTER): Cleared | undefined {
    const world = new World(definition)
    const all = { names: ['web1'], all: false, reason: undefined, dryRun: false, version: '0.0.0' }
    const run = startRun(world.kernel, world.cluster, clearRun(all))
    while (!run.effects.some(effect => effect.kind === 'now')) world.kernel.step()
    happens(world)
    finishRun(world.kernel, run)
    return returnedBy(run.outcome)[0]
  }

  test('where an admin removes one of several tags, Ganeti removes none of the others, and both are told', () => {
    const cleared = clearWhile(world => {
      const rest = world.instance('web1.x').tags.filter(tag => tag !== OUTWEIGHED)
      world.cluster.setTags('instance', 'web1.x', rest)
    })
    expect(cleared?.problem).toBe(
      `somebody else has removed ${OUTWEIGHED} meanwhile, so that Ganeti has refused to remove the rest (${FAILED}): try again`,
    )
  })

  test('an instance that is removed meanwhile is told as gone', () => {
    const cleared = clearWhile(world => world.cluster.removeInstance('web1.x'))
    expect(cleared?.problem).toBe('it is gone, and its tags with it')
  })

  test('a job that takes too long is told with how it stands', () => {
    const oneSlot = { ...CLUSTER, cluster: { ...CLUSTER.cluster, maxRunningJobs: 1 } }
    const cleared = clearWhile(world => occupyQueue(world, 600), oneSlot)
    expect(cleared?.problem).toBe(
      'job 2, which was to remove its tags, has not ended within 60 s (queued): see gnt-job info 2',
    )
  })

  test('a job that failed while all tags are there, is told as that', () => {
    const failed = clearWhile(world => world.cluster.failNext('OP_TAGS_DEL', execError('no')))
    expect(failed?.problem).toBe('job 1, which was to remove its tags, has failed: see gnt-job info 1')
  })
})

test('killed at any effect it leaves all of the tags or none, and the next one ends well', () => {
  const effects = clear(new World(CLUSTER)).effects.length
  expect(effects).toBeGreaterThan(6)
  for (let effect = 0; effect < effects; effect += 1) {
    for (const when of ['before', 'after'] as const) {
      const world = new World(CLUSTER)
      clear(world, {}, { effect, when })
      world.kernel.runUntil(world.kernel.nowUs + 60_000_000)
      const left = tags(world, 'web1.x').filter(tag => tag.includes(':u1:'))
      expect([0, 2]).toContain(left.length)
      const again = returnedBy(clear(world).outcome)
      expect(again.map(({ problem }) => problem)).toEqual([undefined, undefined])
      expect(tags(world, 'web1.x')).toEqual([ALLOWED, DONE, MALFORMED].sort())
      expect(tags(world, 'web2.x')).toEqual([ALLOWED])
    }
  }
})
