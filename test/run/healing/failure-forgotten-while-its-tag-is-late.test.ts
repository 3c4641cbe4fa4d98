import { expect, test } from 'vitest'
import { decisionsOf } from '../world.ts'
import {
  clusterOfWeb1,
  killAndWait,
  occupyQueue,
  pass,
  repairJobs,
  submit,
  worldWithForgottenRepair,
} from './forgotten.ts'

const ALLOW = 'ganeti:watcher:autorepair:'
const ROOMY = clusterOfWeb1(3, [`${ALLOW}failover`])
const CLUSTER = { ...ROOMY, cluster: { ...ROOMY.cluster, maxRunningJobs: 1 } }

function worldWithLateTag() {
  const world = worldWithForgottenRepair(CLUSTER, 'node2')
  pass(world, 2)
  killAndWait(world, 1)
  occupyQueue(world, 600)
  return world
}

test('a failed repair whose tag is not written in time is not submitted again in that run', () => {
  const world = worldWithLateTag()
  const run = world.harep()
  expect(decisionsOf(run).get('web1')).toMatchObject({ state: 'needs-repair', reason: { code: 'problem' } })
  expect(run.outcome).toEqual({ kind: 'returned', value: 1 })
  pass(world, 600)
  expect(repairJobs(world)).toEqual(['1 error'])
})

test('nor in the next one, whose tag job waits for too long, too', () => {
  const world = worldWithLateTag()
  world.harep()
  expect(decisionsOf(world.harep()).get('web1')).toMatchObject({
    state: 'needs-repair',
    reason: {
      code: 'problem',
      problem: expect.stringMatching(/since job \d+, which writes tags, did not begin in time/),
    },
  })
  pass(world, 600)
  expect(decisionsOf(world.harep()).get('web1')).toMatchObject({
    reason: { code: 'retry-later', attempt: 2 },
  })
  expect(repairJobs(world)).toEqual(['1 error'])
})

test('a failed repair whose tag luxid refuses is not submitted again', () => {
  const world = worldWithForgottenRepair(CLUSTER, 'node2')
  pass(world, 2)
  killAndWait(world, 1)
  const full = Array.from({ length: 4095 }, (_, index) => `filler${index}`)
  submit(world, { OP_ID: 'OP_TAGS_SET', kind: 'instance', name: 'web1', tags: full })
  pass(world, 30)
  for (let run = 0; run < 2; run += 1) {
    world.harep()
    pass(world, 300)
  }
  expect(repairJobs(world)).toEqual(['1 error'])
})

test('--dry-run of the run that takes on a failed repair predicts no repair', () => {
  const world = worldWithForgottenRepair(CLUSTER, 'node2')
  pass(world, 2)
  killAndWait(world, 1)
  const predicted = decisionsOf(world.harep({ dryRun: true })).get('web1')
  const real = decisionsOf(world.harep()).get('web1')
  expect(predicted).toMatchObject({ reason: { code: 'retry-later' }, action: { kind: 'none' } })
  expect(predicted?.state).toBe(real?.state)
})
