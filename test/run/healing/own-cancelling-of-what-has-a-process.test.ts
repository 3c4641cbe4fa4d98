import { describe, expect, test } from 'vitest'
import { startRun } from '../../../sim/driver/simulated-run.ts'
import type { LuxiService } from '../../../sim/ganeti/luxi-service.ts'
import { runHarep } from '../../../src/run/run-harep.ts'
import { decisionsOf, runOptions, type World } from '../world.ts'
import { firstCall, pass, repairJobs, worldWithFailoverAtALock } from './forgotten.ts'

/*
 * A repair waits for a lock: it has a process, which takes on no mark and is cancelled after a minute only. Whatever cut off the run that asked for
 * that, from then on until the tag was gone, left the repair to a person, where its node died again.
 */

function waiting(): World {
  const world = worldWithFailoverAtALock(900)
  world.revive('node2')
  return world
}

function witnesses(world: World): number {
  return world.cluster.snapshot().jobs.filter(({ summary }) => summary.join() === 'TEST_DELAY(1.0e-3)').length
}

const WHOLE = waiting().harep()
const MARKING = firstCall(WHOLE, 'ChangeJobPriority')
const WITNESS = firstCall(WHOLE, 'SubmitManyJobs')

test('a witness is submitted before anything is cancelled, and the repair is taken back', () => {
  expect(WITNESS).toBeGreaterThan(MARKING)
  expect(firstCall(WHOLE, 'CancelJob')).toBeGreaterThan(WITNESS)
  const world = waiting()
  world.harep()
  expect(repairJobs(world)).toEqual(['2 canceled'])
  expect(witnesses(world)).toBe(1)
  expect(world.instance('web1')).toMatchObject({
    primary: 'node2',
    tags: ['ganeti:watcher:autorepair:failover'],
  })
})

describe.each(['before', 'after'] as const)('the run is killed %s', when => {
  const points = Array.from({ length: WHOLE.effects.length - MARKING }, (_, index) => MARKING + index)

  test.each(points)('effect %d, and the node dies again: nobody is asked', effect => {
    const world = waiting()
    world.harep({}, { effect, when })
    pass(world, 120)
    world.kill('node2')
    pass(world, 1000)
    const runs = world.cron(4)
    for (const run of runs) expect(decisionsOf(run).get('web1')?.reason.code).not.toBe('repair-cancelled')
    expect(world.instance('web1')).toMatchObject({ status: 'running', primary: 'node3' })
  })
})

test('the queue is drained, so that there is no witness: it is cancelled all the same', () => {
  const world = waiting()
  const service: LuxiService = {
    ...world.cluster,
    handle: (request, reply) => {
      if (JSON.stringify(request).includes('"ChangeJobPriority"'))
        world.cluster.handle({ method: 'SetDrainFlag', args: [true] }, () => {})
      world.cluster.handle(request, reply)
    },
  }
  world.finish(startRun(world.kernel, service, runHarep(runOptions())))
  expect(witnesses(world)).toBe(0)
  expect(repairJobs(world)).toEqual(['2 canceled'])
})

test('a person who cancels a repair that no run was about to cancel is heard', () => {
  const world = waiting()
  world.kill('node2')
  world.cluster.handle({ method: 'CancelJob', args: [2] }, () => {})
  pass(world, 1000)
  expect(repairJobs(world)).toEqual(['2 canceled'])
  world.cron(1)
  expect(decisionsOf(world.harep()).get('web1')?.reason.code).toBe('repair-cancelled')
})
