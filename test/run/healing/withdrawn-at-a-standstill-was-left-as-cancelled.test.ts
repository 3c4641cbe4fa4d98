import { expect, test } from 'vitest'
import { decisionsOf, World } from '../world.ts'
import { clusterOfOneSlot, firstCall, pass, submit } from './forgotten.ts'

/*
 * One slot, and the first chunk of re-creations is on record when somebody takes the slot. The second chunk's tag job does not
 * begin; the repairs of the first one, which are cancelled for another reason, must lose their tags all the same.
 */
function worldWithRecreations(slotSeconds: number, after20s: (world: World) => void): World {
  const world = new World(
    clusterOfOneSlot(
      5,
      Array.from({ length: 12 }, (_, index) => ({
        name: `inst${index}`,
        diskTemplate: 'plain',
        primary: 'node2',
        memoryMiB: 16,
        disksMiB: [128],
      })),
      'reinstall',
    ),
  )
  world.kill('node2')
  let isTaken = false
  world.cluster.watchJobs(({ id }) => {
    const job = world.cluster.snapshot().jobs.find(one => one.id === id)
    if (isTaken || job?.status !== 'running' || !`${job.summary}`.includes('TAGS_SET')) return
    isTaken = true
    const long = {
      OP_ID: 'OP_TEST_DELAY',
      duration: slotSeconds,
      on_master: true,
      on_nodes: [],
      priority: -10,
    }
    world.kernel.after(0, () => submit(world, long))
    world.kernel.after(20_000_000, () => after20s(world))
  })
  return world
}

function codesAtTheEnd(world: World): ReadonlySet<string> {
  world.harep()
  pass(world, 300)
  const last = world.cron(5).at(-1)
  return new Set(last && [...decisionsOf(last).values()].map(({ reason }) => reason.code))
}

const SLOT_SECONDS = [30, 50, 100, 200, 250, 400]

test.each(SLOT_SECONDS)('the dead node is back for a while, and the slot is taken for %d s', seconds => {
  const world = worldWithRecreations(seconds, ({ cluster, kernel }) => {
    cluster.powerOn('node2')
    cluster.setNodeOffline('node2', false)
    kernel.after(100_000_000, () => world.kill('node2'))
  })
  expect(codesAtTheEnd(world)).toEqual(new Set(['nodes-fine']))
})

test.each(SLOT_SECONDS)('an admin shuts one instance down, and the slot is taken for %d s', seconds => {
  const world = worldWithRecreations(seconds, ({ kernel }) => {
    kernel.after(0, () =>
      submit(world, {
        OP_ID: 'OP_INSTANCE_SHUTDOWN',
        instance_name: 'inst2',
        ignore_offline_nodes: true,
        no_remember: true,
      }),
    )
  })
  expect(codesAtTheEnd(world)).not.toContain('repair-cancelled')
})

test('a run that finds the hold of a killed one, and no job begins: what it then withdraws loses its tag', () => {
  const [web1, web2] = ['web1', 'web2'].map((name, index) => ({
    name,
    diskTemplate: 'drbd' as const,
    primary: `node${2 + index}`,
    secondary: 'node4',
    memoryMiB: 64,
  }))
  if (web1 === undefined || web2 === undefined) throw new Error('two names give two instances')
  const make = () => {
    const world = new World(clusterOfOneSlot(5, [web1, web2]))
    const long = { OP_ID: 'OP_TEST_DELAY', on_master: true, on_nodes: [] }
    submit(world, { ...long, duration: 20 })
    submit(world, { ...long, duration: 1500 })
    world.kill('node2')
    world.harep()
    world.kill('node3')
    return world
  }
  const effect = firstCall(make().harep(), 'SubmitManyJobs')
  const world = make()
  world.harep({}, { effect, when: 'after' })
  world.revive('node2')
  const run = world.harep()
  expect(run.events).toContainEqual(expect.objectContaining({ kind: 'problem', instance: undefined }))
  world.kill('node2')
  pass(world, 1500)
  const last = world.cron(4).at(-1)
  expect(last && [...decisionsOf(last).values()].map(({ reason }) => reason.code)).not.toContain(
    'repair-cancelled',
  )
  expect(world.instance('web1')).toMatchObject({ status: 'running', primary: 'node4' })
  expect(world.instance('web2')).toMatchObject({ status: 'running', primary: 'node4' })
})
