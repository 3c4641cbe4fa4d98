import { expect, test } from 'vitest'
import { longJob } from '../../../sim/faults/queue/long-job.ts'
import { execError, prereqError } from '../../../sim/ganeti/ganeti-failure.ts'
import { onRecord } from '../../../sim/invariants/on-record.ts'
import { ALLOW, ByHand, FAILOVER, REPAIR, REPLACE, web } from './by-hand.ts'

const NOW = 1_795_338_000
const PENDING = `${ALLOW}pending:failover:${REPAIR}:${NOW}:`

test('a repair that waits, and that a whole run has put on no record, is found', () => {
  const stage = new ByHand(onRecord, [web()])
  stage.hold()
  stage.repair('failover', 'web', FAILOVER)
  stage.idleRun()
  expect(stage.found).toEqual(['job 1, failover of web, is queued, and a whole run has put it on no record'])
})

test('a repair that is under way, or has failed, and is on no record, is found; one that is held, over or cancelled is not', () => {
  const text = `harep-hold:${REPAIR}.1`
  const names = ['web', 'held', 'cancelled', 'failed', 'done']
  const stage = new ByHand(
    onRecord,
    names.map(name => web({ name })),
  )
  stage.holdOfHarep(text)
  stage.repairUnder(text, 'failover', 'held', FAILOVER)
  const filter = stage.hold()
  stage.repair('failover', 'cancelled', FAILOVER)
  stage.ask('CancelJob', 2, false)
  stage.ask('DeleteFilter', filter ?? '')
  stage.cluster.failNext('OP_INSTANCE_FAILOVER', execError('it has failed'))
  stage.repair('failover', 'failed', FAILOVER)
  stage.repair('failover', 'done', FAILOVER)
  stage.pass(120)
  stage.submit(longJob('test', ['node2']))
  stage.repair('failover', 'web', FAILOVER)
  expect([1, 2, 3, 4, 6].map(job => stage.cluster.statusOfJob(job))).toEqual([
    ...['queued', 'canceled', 'error', 'success', 'waiting'],
  ])
  stage.idleRun()
  stage.tell('ended')
  expect(stage.found).toEqual([
    'job 6, failover of web, is waiting, and a whole run has put it on no record',
    'job 3, failover of failed, has failed, and is on no record',
  ])
  // What is archived nobody finds any more.
  stage.cluster.archiveJobs(0)
  stage.violations.length = 0
  stage.tell('ended')
  expect(stage.found).toEqual([])
})

test('a repair that an admin has let go is not found as long as it works, nor where it finds no room', () => {
  const working = new ByHand(onRecord, [web()])
  working.repair('fix-storage', 'web', REPLACE)
  working.pass(2)
  expect(working.cluster.statusOfJob(1)).toBe('running')
  working.idleRun(undefined, 1)
  expect(working.found).toEqual([])

  const full = new ByHand(onRecord, [web()])
  full.cluster.failNext('OP_INSTANCE_FAILOVER', prereqError('no room', 'insufficient_resources'))
  full.repair('failover', 'web', FAILOVER)
  full.pass(120)
  expect(full.cluster.statusOfJob(1)).toBe('error')
  full.idleRun()
  full.tell('ended')
  expect(full.found).toEqual([])
})

test('a repair that waits is not found where a job wrote tags of its instance when the run began, nor where that is gone', () => {
  const stage = (write: (one: ByHand) => void) => {
    const one = new ByHand(onRecord, [web(), web({ name: 'mail' })])
    one.ask('ReplaceFilter', null, 0, [['reason', ['=', 'reason', 'harep called']]], 'PAUSE', [])
    one.repair('failover', 'web', FAILOVER)
    write(one)
    return one
  }
  const found = (one: ByHand, meanwhile = () => {}) => {
    one.idleRun(undefined, 10, [], meanwhile)
    return one.found.length
  }
  const writes = (instance: string) => (one: ByHand) => one.tag('OP_TAGS_SET', instance, `${PENDING}7`)
  expect(found(stage(writes('web')))).toBe(0)
  expect(found(stage(writes('mail')))).toBe(1)
  expect(found(stage(one => one.tag('OP_TAGS_DEL', 'web', `${PENDING}7`)))).toBe(1)
  expect(found(stage(({ cluster }) => cluster.removeInstance('web')))).toBe(0)
  const givenUp = stage(writes('web'))
  const cancel = () => givenUp.ask('CancelJob', 2, false)
  expect(found(givenUp, cancel)).toBe(0)
  expect(found(givenUp)).toBe(1)
})

test('a repair that waits is not found beside a tag that calls another one pending', () => {
  const found = (...tags: string[]) => {
    const stage = new ByHand(onRecord, [web({ tags })])
    stage.hold()
    stage.repair('failover', 'web', FAILOVER)
    stage.idleRun()
    return stage.found.length
  }
  const other = `${ALLOW}pending:failover:other:${NOW}:`
  expect(found(`${other}7`)).toBe(0)
  // A permission for one repair is none.
  expect(found(other)).toBe(1)
  expect(found(`${PENDING}7`)).toBe(1)
  expect(found(`${ALLOW}result:failover:other:${NOW}:success:7`)).toBe(1)
})

test('a repair that waits is not found by a run that began beside another pending one, whose tag went meanwhile, and by the next', () => {
  const stage = new ByHand(onRecord, [web({ tags: [`${PENDING.replace(REPAIR, 'another')}9`] })])
  stage.hold()
  stage.repair('failover', 'web', FAILOVER)
  stage.idleRun(undefined, 10, [], () => stage.cluster.setTags('instance', 'web', []))
  expect(stage.found).toEqual([])
  stage.idleRun()
  expect(stage.found).toEqual(['job 1, failover of web, is queued, and a whole run has put it on no record'])
})

test('a failure on no record is found, unless a run has met it beside another repair that was pending', () => {
  const found = (...tags: string[]) => {
    const stage = new ByHand(onRecord, [web({ tags })])
    stage.cluster.failNext('OP_INSTANCE_FAILOVER', execError('it has failed'))
    stage.repair('failover', 'web', FAILOVER)
    stage.pass(60)
    stage.idleRun()
    stage.tell('ended')
    return stage.found.length
  }
  expect(found()).toBe(1)
  expect(found(`${ALLOW}pending:failover:other:${NOW}:7`)).toBe(0)
})

test.each([
  [
    'is not found where the clock was set ahead before a run could see it: it is too old for that',
    'before',
    0,
  ],
  ['is found where the clock was set ahead only when a run had seen it', 'after', 1],
] as const)('a failure on no record %s', (_, when, count) => {
  const stage = new ByHand(onRecord, [web()])
  stage.cluster.failNext('OP_INSTANCE_FAILOVER', execError('it has failed'))
  stage.repair('failover', 'web', FAILOVER)
  stage.pass(60)
  if (when === 'after') stage.idleRun()
  stage.clock.jump(4_000_000_000)
  stage.idleRun()
  stage.tell('ended')
  expect(stage.found).toHaveLength(count)
})
