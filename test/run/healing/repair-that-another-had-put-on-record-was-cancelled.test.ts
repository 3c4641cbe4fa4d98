import { expect, test } from 'vitest'
import { World } from '../world.ts'
import { clusterOfOneSlot, occupyQueue, pass, repairJobs, repairOf, WEB1 } from './forgotten.ts'

/*
 * A second harep, with a lock of its own, takes the hold of a run that lives for one of a dead run: it puts the repair on record with a tag
 * of its own, and lets it go. The tags of the first run come too late. It cancelled the repair, and a person was asked about it.
 */

/** A run whose own tags come too late, while somebody else sets another one that tells of its repair, in job 2. */
function runBesideTag(tagOf: (id: string, time: number) => string): World {
  const world = new World(clusterOfOneSlot(5, [WEB1]))
  world.kill('node2')
  occupyQueue(world, 300)
  const run = world.start()
  while (repairJobs(world).length === 0) pass(world, 0.01)
  const seconds = Math.floor(world.kernel.nowUs / 1_000_000)
  const tag = `ganeti:watcher:autorepair:pending:${tagOf(repairOf(world, 2), seconds - 1)}`
  world.cluster.setTags('instance', 'web1', [tag])
  world.finish(run)
  return world
}

test('it is left alone, and carried out', () => {
  const world = runBesideTag((id, time) => `failover:${id}:${time}:2`)
  expect(repairJobs(world)).toEqual(['2 queued'])
  pass(world, 400)
  expect(repairJobs(world)).toEqual(['2 success'])
  expect(world.instance('web1')).toMatchObject({ status: 'running', primary: 'node3' })
})

test.each([
  ['of another repair', (id: string, time: number) => `failover:${id.replace(/^./, 'x')}:${time}:2`],
  ['of another job', (id: string, time: number) => `failover:${id}:${time}:1`],
])('a tag %s does not count', (_, tagOf) => {
  const world = runBesideTag(tagOf)
  expect(repairJobs(world)).toEqual(['2 canceled'])
})
