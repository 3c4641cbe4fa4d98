import { expect, test } from 'vitest'
import { blamesRightly } from '../../../sim/invariants/blames-rightly.ts'
import type { HealingEvent } from '../../../src/run/healing/healing-event.ts'
import { aDecision } from '../../builders/healing-events.ts'
import { ByHand, web } from './by-hand.ts'

/** A summary that says that somebody cancelled the repair of web in job 7. */
const BLAMES: HealingEvent = {
  kind: 'summary',
  decisions: [
    aDecision({
      instance: 'web',
      state: 'repair-failed',
      reason: { code: 'repair-cancelled', type: 'failover', jobs: ['7'], tag: 'TAG' },
    }),
  ],
  dryRun: false,
  isPartial: false,
}

/** What is found where a run asks for a job to be cancelled, and the two after it say that somebody did. */
function found(job: number, happened?: string): readonly string[] {
  const stage = new ByHand(blamesRightly, [])
  if (happened === 'lose-job-file') stage.lostJobs.add(job)
  stage.idleRun(undefined, 10, [], () => stage.asked(['CancelJob', job]))
  if (happened !== undefined) stage.happened(happened)
  for (let run = 0; run < 2; run += 1) stage.idleRun(undefined, 10, [BLAMES])
  return stage.found
}

test('a repair that harep cancelled counts as one that somebody did: told once', () => {
  expect(found(7)).toEqual(['run 2 says that somebody cancelled the repair of web in job 7, which run 1 did'])
})

test('somebody may have', () => {
  expect(found(8)).toEqual([])
  expect(found(7, 'cancel-repair')).toEqual([])
  expect(found(7, 'drain-queue')).toEqual([])
  expect(found(7, 'refuse-jobs')).toEqual([])
  expect(found(7, 'lose-job-file')).toEqual([])
  expect(found(7, 'suspend')).toHaveLength(1)
  expect(found(7, 'harep-dies')).toHaveLength(1)
})

test.each([
  ['SHUTDOWN', 'failover', 1],
  ['FAILOVER', 'failover', 0],
  ['SHUTDOWN', 'reinstall', 0],
])(
  'what a job had done before it was cancelled is half done, whoever did that, and data is not given up in doubt: %s of %s',
  (name, type, count) => {
    const stage = new ByHand(blamesRightly, [web()])
    // Jobs of somebody, so that the repair is job 7.
    for (let other = 1; other < 7; other += 1)
      stage.submit({ OP_ID: 'OP_TEST_DELAY', duration: 0, reason: [] })
    stage.repair(type, 'web', { OP_ID: `OP_INSTANCE_${name}` })
    stage.pass(60)
    expect(stage.cluster.statusOfJob(8)).toBeUndefined()
    stage.idleRun(undefined, 10, [], () => stage.asked(['CancelJob', 7]))
    stage.idleRun(undefined, 10, [BLAMES])
    expect(stage.found).toHaveLength(count)
  },
)

test.each([
  [600, 1],
  [1000, 0],
])('what a run said of a job that ends %i s later is believed for a quarter of an hour', (seconds, count) => {
  const stage = new ByHand(blamesRightly, [web()])
  for (let other = 1; other < 7; other += 1) stage.submit({ OP_ID: 'OP_TEST_DELAY', duration: 0, reason: [] })
  stage.repair('failover', 'web', {
    OP_ID: 'OP_TEST_DELAY',
    duration: seconds,
    on_master: true,
    on_nodes: [],
  })
  stage.idleRun(undefined, 10, [], () => stage.asked(['CancelJob', 7]))
  stage.pass(seconds)
  stage.idleRun(undefined, 10, [BLAMES])
  expect(stage.found).toHaveLength(count)
})
