import { expect, test } from 'vitest'
import { decisionsOf, World } from '../world.ts'
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

test('it waited for a slot of the queue', () => {
  const world = worldWithDeadPrimary()
  occupyQueue(world, 300)
  const problem = problemOf(world.harep())
  expect(problem).toMatch(
    /^job 3, which writes its tag, did not begin in time: other jobs are under way \(1\)/,
  )
  pass(world, 400)
  expect(repairJobs(world)).toEqual(['2 canceled'])
})

test('a run with much to do gave up sixty repairs one after the other, for five minutes', () => {
  const names = Array.from({ length: 60 }, (_, index) => `inst${index}`)
  const world = new World({
    ...ONE_SLOT,
    cluster: { ...ONE_SLOT.cluster, tags: ['ganeti:watcher:autorepair:failover'] },
    instances: names.map(name => ({
      name,
      diskTemplate: 'drbd',
      primary: 'node2',
      secondary: 'node3',
      memoryMiB: 16,
    })),
  })
  world.kill('node2')
  occupyQueue(world, 200)
  const startUs = world.kernel.nowUs
  const run = world.harep()
  expect((world.kernel.nowUs - startUs) / 1e6).toBeLessThan(90)
  const submitted = repairJobs(world)
  expect(submitted.length).toBeLessThan(20)
  expect(submitted.every(job => job.endsWith(' canceled'))).toBe(true)
  const warnings = run.events.flatMap(event => (event.kind === 'warning' ? [event.warning] : []))
  expect(warnings).toEqual([
    expect.stringMatching(`^${60 - submitted.length} repairs wait: nothing more is begun, since job \\d+`),
  ])
  expect(decisionsOf(run).size).toBe(60)
  for (const [, { state, reason }] of decisionsOf(run))
    expect({ state, code: reason.code }).toEqual({ state: 'needs-repair', code: 'problem' })
  pass(world, 200)
  world.cron(2)
  const statuses = world.cluster.snapshot().instances.map(({ status }) => status)
  expect(statuses).toEqual(names.map(() => 'running'))
})

test('luxid begins no more jobs, and says so nowhere', () => {
  const world = worldWithDeadPrimary()
  occupyQueue(world, 10)
  submit(world, { OP_ID: 'OP_TEST_DELAY', duration: 1, on_master: true, on_nodes: [] })
  pass(world, 1)
  world.cluster.loseJob(2)
  pass(world, 30)
  const problem = problemOf(world.harep())
  expect(problem).toContain('did not begin, though no other job is under way')
  expect(problem).toContain('ganeti-luxid begins no more jobs and must be restarted')
  expect(repairJobs(world)).toEqual(['3 canceled'])
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
  expect(problemOf(run)).toMatch(/^job 3, which writes its tag, waited too long for a lock/)
})
