import { expect, test } from 'vitest'
import { finishRun, startRun } from '../../../sim/driver/simulated-run.ts'
import { skewed } from '../../../sim/play/skewed.ts'
import { runHarep } from '../../../src/run/run-harep.ts'
import { Stage } from '../killed/stage.ts'
import { decisionsOf, runOptions } from '../world.ts'
import { clusterOfWeb1, pass, repairJobs, submit } from './forgotten.ts'

/* A failover that waits for a lock is no longer due, a run cancels it, and its process hangs; when it comes to itself the failover is due again. */
function hangingCancellation(aheadSeconds = 0): Stage {
  const world = new Stage(clusterOfWeb1(3, ['ganeti:watcher:autorepair:failover']))
  submit(world, { OP_ID: 'OP_TEST_DELAY', on_master: false, on_nodes: ['node3'], duration: 2_900 })
  world.kill('node2')
  world.harep()
  pass(world, 300)
  world.cluster.setJobStalled(2, true)
  world.revive('node2')
  runAhead(world, aheadSeconds)
  pass(world, 300)
  expect(repairJobs(world)).toEqual(['2 canceling'])
  return world
}

/** A run by a clock that is ahead of what luxid tells. */
function runAhead({ kernel, cluster }: Stage, seconds: number): void {
  finishRun(
    kernel,
    startRun(
      kernel,
      cluster,
      skewed(runHarep(runOptions()), () => seconds * 1_000_000),
    ),
  )
}

function comesToItself(world: Stage): void {
  world.kill('node2')
  world.cluster.setJobStalled(2, false)
  pass(world, 100)
  expect(repairJobs(world)).toEqual(['2 canceled'])
  const [run] = world.cron(1)
  expect(run && decisionsOf(run).get('web1')?.reason.code).not.toBe('repair-cancelled')
  pass(world, 1_800)
  world.cron(2)
  expect(world.instance('web1')).toMatchObject({ status: 'running', primary: 'node3' })
}

test('it was taken for a cancelling of somebody else, and the instance left to a person', () => {
  const world = hangingCancellation()
  world.cron(6)
  comesToItself(world)
})

test('the same where the clock that harep reads is ten minutes ahead of what luxid tells', () => {
  const world = hangingCancellation(602)
  for (let runs = 0; runs < 6; runs += 1) {
    runAhead(world, 602)
    pass(world, 300)
  }
  comesToItself(world)
})

test('the same where each run in between dies when it has said again who cancels it', () => {
  const world = hangingCancellation()
  for (let runs = 0; runs < 6; runs += 1) {
    world.harepThatDies('while', 'SubmitManyJobs')
    pass(world, 300)
  }
  comesToItself(world)
})
