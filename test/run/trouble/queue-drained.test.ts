import { expect, test } from 'vitest'
import { finishRun, type SimulatedRun, startRun } from '../../../sim/driver/simulated-run.ts'
import { runHarep } from '../../../src/run/run-harep.ts'
import { clusterOf, drbd, KEPT, MADE_ANEW, single } from '../killed/scenario.ts'
import { Stage } from '../killed/stage.ts'
import { runOptions } from '../world.ts'

function stageWithDeadNode(): Stage {
  const stage = new Stage(
    clusterOf(5, [
      drbd('web1', ['node2', 'node3'], 'failover'),
      single('db1', 'plain', 'node2', 'reinstall'),
    ]),
  )
  stage.kill('node2')
  return stage
}

/** A run during which the queue is drained, right before it asks luxid for the first time what all of these match. */
function drainedBefore(stage: Stage, ...asking: readonly RegExp[]): SimulatedRun<0 | 1> {
  let isDrained = false
  const service = {
    ...stage.cluster,
    handle: (...[request, reply]: Parameters<typeof stage.cluster.handle>) => {
      if (!isDrained && asking.every(one => one.test(JSON.stringify(request)))) {
        isDrained = true
        stage.ask('SetDrainFlag', true)
      }
      stage.cluster.handle(request, reply)
    },
  }
  const run = startRun(stage.kernel, service, runHarep(runOptions()))
  finishRun(stage.kernel, run)
  expect(isDrained).toBe(true)
  return run
}

function healsOnceUndrained(stage: Stage): void {
  expect(stage.cluster.snapshot().jobs.filter(({ status }) => status === 'running')).toEqual([])
  stage.ask('SetDrainFlag', false)
  stage.pass(300)
  stage.cron(4)
  expect(stage.violations).toEqual([])
  expect(stage.filters()).toEqual([])
  expect(stage.instance('web1')).toMatchObject({ ...KEPT, primary: 'node3' })
  expect(stage.instance('db1')).toMatchObject(MADE_ANEW)
}

test('a queue that is drained already: nothing is asked of it, and that is no failure', () => {
  const stage = stageWithDeadNode()
  stage.ask('SetDrainFlag', true)
  const run = stage.harep()
  expect(run.events).toEqual([{ kind: 'queue-drained' }])
  expect(run.outcome).toEqual({ kind: 'returned', value: 0 })
  healsOnceUndrained(stage)
})

test.each([/"ReplaceFilter"/, /"SubmitManyJobs"/])('drained right before %s: nothing was begun', asking => {
  const stage = stageWithDeadNode()
  const run = drainedBefore(stage, asking)
  expect(run.outcome).toEqual({ kind: 'returned', value: 0 })
  expect(run.events.filter(({ kind }) => kind === 'queue-drained')).toHaveLength(1)
  expect(run.events.filter(({ kind }) => kind === 'problem')).toEqual([])
  expect(stage.cluster.snapshot().jobs).toEqual([])
  expect(stage.filters()).toEqual([])
  healsOnceUndrained(stage)
})

test('drained when the repairs are submitted and their tags are not: the repairs are cancelled', () => {
  const stage = stageWithDeadNode()
  const run = drainedBefore(stage, /"OP_TAGS_SET"/)
  expect(run.outcome).toEqual({ kind: 'returned', value: 1 })
  const cancelled = run.events.filter(({ kind }) => kind === 'cancelled')
  expect(cancelled).toMatchObject([{ because: 'untagged' }, { because: 'untagged' }])
  expect(stage.cluster.snapshot().jobs.map(({ status }) => status)).toEqual(['canceled', 'canceled'])
  healsOnceUndrained(stage)
})

test('drained when what has ended is to be put on record: that is told as a drained queue, and no failure', () => {
  const stage = stageWithDeadNode()
  stage.harep()
  stage.pass(300)
  const run = drainedBefore(stage, /"OP_TAGS_SET"/)
  expect(run.outcome).toEqual({ kind: 'returned', value: 0 })
  expect(run.events.at(-1)).toEqual({ kind: 'queue-drained' })
  expect(run.events.filter(({ kind }) => kind === 'begun')).toEqual([])
  healsOnceUndrained(stage)
})

const SECOND_CHUNK = /harep-hold:[0-9a-f-]{36}\.2\b/
const NAMES = ['a1', 'a2', 'a3', 'a4', 'a5', 'a6', 'a7', 'a8']

test.each([
  { before: 'the hold of the second chunk', asking: [/"ReplaceFilter"/, SECOND_CHUNK] },
  { before: 'the second chunk', asking: [/"SubmitManyJobs"/, SECOND_CHUNK] },
  { before: 'the tags of the second chunk', asking: [/"OP_TAGS_SET".*"a8"/] },
])('drained right before $before: the first one is on record and runs', ({ asking }) => {
  const stage = new Stage(
    clusterOf(
      5,
      NAMES.map(name => drbd(name, ['node2', 'node3'], 'failover')),
    ),
  )
  stage.kill('node2')
  const run = drainedBefore(stage, ...asking)
  expect(run.outcome).toEqual({ kind: 'returned', value: 1 })
  expect(run.events.filter(({ kind }) => kind === 'begun')).toHaveLength(5)
  expect(stage.filters()).toEqual([])
  stage.pass(60)
  const jobs = stage.cluster.snapshot().jobs.map(({ status }) => status)
  expect(jobs.filter(status => status !== 'canceled')).toEqual(Array(6).fill('success'))
  stage.ask('SetDrainFlag', false)
  stage.pass(300)
  stage.cron(4)
  expect(stage.violations).toEqual([])
  expect(stage.filters()).toEqual([])
  for (const name of NAMES) expect(stage.instance(name)).toMatchObject({ ...KEPT, primary: 'node3' })
})
