import { expect, test } from 'vitest'
import { decisionsOf, type TestOptions, World } from '../world.ts'
import { clusterOfWeb1, occupyQueue, pass, repairJobs, submit } from './forgotten.ts'

const ROOMY = clusterOfWeb1(3, ['ganeti:watcher:autorepair:failover'])
const ONE_SLOT = { ...ROOMY, cluster: { ...ROOMY.cluster, maxRunningJobs: 1 } }

function worldWithDeadPrimary(): World {
  const world = new World(ONE_SLOT)
  world.kill('node2')
  return world
}

/** What a run says of a repair whose tag it could not write. */
function problemOf(run: ReturnType<World['harep']>): string | undefined {
  expect(run.outcome).toEqual({ kind: 'returned', value: 1 })
  const reason = decisionsOf(run).get('web1')?.reason
  return reason?.code === 'problem' ? reason.problem : undefined
}

/** What a run told as errors that concern no instance. */
function generalProblemsOf(run: ReturnType<World['harep']>): readonly string[] {
  return run.events.flatMap(event =>
    event.kind === 'problem' && event.instance === undefined ? [event.problem] : [],
  )
}

test('it waited for a slot of the queue', () => {
  const world = worldWithDeadPrimary()
  occupyQueue(world, 300)
  const run = world.harep()
  expect(problemOf(run)).toBe(
    'its tag was not written, since job 3, which writes tags, did not begin in time; the next run looks again',
  )
  expect(generalProblemsOf(run)).toEqual([
    'job 3, which writes tags, did not begin in time: 1 job is under way and may take all slots of the queue (gnt-job list), or a job filter keeps it back (gnt-filter list)',
  ])
  pass(world, 400)
  expect(repairJobs(world)).toEqual(['2 canceled'])
})

test('an admin has paused all jobs, and none is under way', () => {
  const world = worldWithDeadPrimary()
  const pause = [null, 0, [['jobid', ['>', 'id', 0]]], 'PAUSE', []]
  world.cluster.handle({ method: 'ReplaceFilter', args: pause }, ({ success }) => expect(success).toBe(true))
  expect(generalProblemsOf(world.harep())).toEqual([
    expect.stringContaining('no job is under way, so a job filter keeps it back (gnt-filter list)'),
  ])
})

/** The statuses of the jobs that remove tags. */
function removals(world: World): readonly string[] {
  const { jobs } = world.cluster.snapshot()
  return jobs.filter(({ summary }) => `${summary}`.includes('TAGS_DEL')).map(({ status }) => `${status}`)
}

test('tags that are only to be removed are told of, too, and removed once the queue moves on', () => {
  const world = worldWithDeadPrimary()
  const long = { OP_ID: 'OP_TEST_DELAY', duration: 600, on_master: true, on_nodes: [] }
  submit(world, { ...long, duration: 20 })
  submit(world, long)
  world.harep()
  expect(repairJobs(world)).toEqual(['3 queued'])
  world.revive('node2')
  const run = world.harep()
  expect(run.outcome).toEqual({ kind: 'returned', value: 0 })
  expect(run.events).toContainEqual({
    kind: 'warning',
    warning: expect.stringMatching(
      /^job \d+, which removes tags, did not begin in time, and may do so later/,
    ),
  })
  expect(removals(world)).toEqual(['queued'])
  pass(world, 600)
  expect(removals(world)).toEqual(['success'])
  world.cron(2)
  expect(repairJobs(world)).toEqual(['3 canceled'])
  expect(world.instance('web1').tags).toEqual(['ganeti:watcher:autorepair:failover'])
})

test('it waited for a lock', () => {
  // A copy of so much takes minutes.
  const [web1] = ROOMY.instances
  if (web1 === undefined) throw new Error('the cluster has no instance')
  const world = new World({ ...ROOMY, instances: [{ ...web1, disksMiB: [50_000] }] })
  world.kill('node3')
  const run = world.start()
  for (let tries = 0; tries < 100 && repairJobs(world).length === 0; tries += 1) pass(world, 0.1)
  submit(world, {
    OP_ID: 'OP_INSTANCE_REPLACE_DISKS',
    instance_name: 'web1',
    mode: 'replace_new_secondary',
    remote_node: 'node1',
    disks: [],
  })
  world.finish(run)
  expect(problemOf(run)).toBe(
    'job 3, which writes its tag, waited too long for a lock that another job has (gnt-job list); the next run looks again',
  )
  expect(generalProblemsOf(run)).toEqual([])
})

const WAITS: TestOptions = { waitSeconds: 900 }

test('a run that waits for repairs looks again once the queue moves on', () => {
  const [web1] = ROOMY.instances
  if (web1 === undefined) throw new Error('the cluster has no instance')
  const web2 = { ...web1, name: 'web2', primary: 'node4', secondary: 'node1' }
  const world = new World({
    ...ONE_SLOT,
    nodes: ['node1', 'node2', 'node3', 'node4', 'node5'].map(name => ({ name })),
    instances: [web1, web2],
  })
  world.kill('node2')
  world.harep({ jobDelaySeconds: 300 })
  world.kill('node4')
  const run = world.harep(WAITS)
  expect(generalProblemsOf(run)).toEqual([expect.stringContaining('did not begin in time')])
  const begun = run.events.flatMap(event => (event.kind === 'begun' ? [event.instance] : []))
  expect(begun).toContain('web2')
  expect(world.instance('web2')).toMatchObject({ status: 'running', primary: 'node1' })
})
