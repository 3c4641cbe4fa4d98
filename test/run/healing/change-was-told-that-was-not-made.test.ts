import { expect, test } from 'vitest'
import { World } from '../world.ts'
import { clusterOfOneSlot, occupyQueue, pass, repairJobs, WEB1 } from './forgotten.ts'

/* A repair is done, and the job that is to write so waits for the queue's only slot: the run said "Tags added" all the same. */

function toldChanges({ events }: ReturnType<World['harep']>): readonly (readonly string[])[] {
  return events.flatMap(event => (event.kind === 'tags-changed' ? [event.added] : []))
}

test('only what is on record is told as such', () => {
  const world = new World(clusterOfOneSlot(5, [WEB1]))
  world.kill('node2')
  world.harep()
  pass(world, 200)
  expect(repairJobs(world)).toEqual(['1 success'])
  occupyQueue(world, 600)
  const run = world.harep()
  expect(run.events).toContainEqual(expect.objectContaining({ kind: 'problem', instance: 'web1' }))
  expect(toldChanges(run)).toEqual([])
  pass(world, 700)
  expect(toldChanges(world.harep())).toContainEqual([expect.stringContaining(':result:failover:')])
})

test('with --dry-run, what would be', () => {
  const world = new World(clusterOfOneSlot(5, [WEB1]))
  world.kill('node2')
  world.harep()
  pass(world, 200)
  expect(toldChanges(world.harep({ dryRun: true }))).toContainEqual([
    expect.stringContaining(':result:failover:'),
  ])
})
