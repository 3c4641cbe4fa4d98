import { describe, expect, test } from 'vitest'
import { longJob } from '../../../sim/faults/queue/long-job.ts'
import { oneRepairInFlight } from '../../../sim/invariants/one-repair-in-flight.ts'
import { tagBeforeStart } from '../../../sim/invariants/tag-before-start.ts'
import { ALLOW, ByHand, FAILOVER, REPAIR, REPLACE, web } from './by-hand.ts'

test('two repairs of one instance that wait in the queue are found', () => {
  const stage = new ByHand(oneRepairInFlight, [web(), web({ name: 'mail' })])
  stage.hold()
  stage.repair('failover', 'web', FAILOVER)
  stage.repair('failover', 'mail', FAILOVER)
  expect(stage.found).toEqual([])
  stage.repair('fix-storage', 'web', REPLACE)
  expect(stage.found).toEqual(['web has two repairs in flight, jobs 1 (queued) and 3'])
})

test('a repair beside one whose hold an admin took away is found, unless both were made at the same time', () => {
  const text = `harep-hold:${REPAIR}.1`
  const found = (isRunning: boolean) => {
    const stage = new ByHand(oneRepairInFlight, [web()])
    stage.submit({ OP_ID: 'OP_TEST_DELAY', duration: 900, on_nodes: ['node2'], reason: [] })
    const begin = () => {
      const filter = stage.holdOfHarep(text)
      stage.asked(['ReplaceFilter', null, 0, [['reason', ['=', 'reason', text]]], 'PAUSE', []])
      stage.repairUnder(text, 'failover', 'web', FAILOVER)
      stage.ask('DeleteFilter', filter)
    }
    if (isRunning) {
      stage.idleRun(undefined, 10, [], () => {
        begin()
        stage.repair('failover', 'web', FAILOVER)
      })
    } else {
      stage.idleRun(undefined, 10, [], begin)
      stage.idleRun(undefined, 10, [], () => stage.repair('failover', 'web', FAILOVER))
    }
    return stage.found.length
  }
  expect(found(true)).toBe(0)
  expect(found(false)).toBe(1)
})

test('a repair after another is none beside it', () => {
  const stage = new ByHand(oneRepairInFlight, [web()])
  stage.repair('failover', 'web', FAILOVER)
  stage.pass(120)
  stage.repair('fix-storage', 'web', REPLACE)
  expect(stage.found).toEqual([])
})

test('a repair that begins without a tag is found', () => {
  const stage = new ByHand(tagBeforeStart, [web()])
  stage.repair('failover', 'web', FAILOVER)
  expect(stage.found).toEqual([
    'job 1, failover of web, has begun, and no tag that names it was ever on record',
  ])
})

test('a repair that is let go when its tag is there begins as it should; a tag that names another job does not count', () => {
  const stage = new ByHand(tagBeforeStart, [web(), web({ name: 'mail' })])
  const filter = stage.hold()
  stage.repair('failover', 'web', FAILOVER)
  stage.repair('failover', 'mail', FAILOVER)
  stage.tag('OP_TAGS_SET', 'web', `${ALLOW}pending:failover:${REPAIR}:1795338000:1`)
  stage.tag('OP_TAGS_SET', 'mail', `${ALLOW}pending:failover:${REPAIR}:1795338000:1`)
  stage.ask('DeleteFilter', filter ?? '')
  stage.pass(60)
  expect(stage.found).toEqual([
    'job 2, failover of mail, has begun, and no tag that names it was ever on record',
  ])
})

test("a repair beside one that harep has made in the original's ways is found, and not where the run could not see that", () => {
  const stage = new ByHand(oneRepairInFlight, [web(), web({ name: 'mail' })])
  stage.hold()
  stage.classicRepair('web', FAILOVER)
  stage.idleRun(undefined, 10, [], () => {
    stage.classicRepair('mail', FAILOVER)
    stage.repair('failover', 'web', FAILOVER)
    stage.repair('failover', 'mail', FAILOVER)
  })
  expect(stage.found).toEqual(['web has two repairs in flight, jobs 1 (queued) and 3'])
})

test('a repair beside one that is being cancelled is none too many, and beside one that waits for its locks it is', () => {
  const stage = new ByHand(oneRepairInFlight, [web(), web({ name: 'mail' })])
  stage.submit(longJob('test', ['node2']))
  stage.repair('failover', 'web', FAILOVER)
  stage.repair('failover', 'mail', FAILOVER)
  stage.observers.push({
    jobWritten: ({ id, status }) => {
      if (status === 'canceling') stage.cluster.setJobStalled(id, true)
    },
  })
  stage.ask('CancelJob', 2, false)
  stage.pass(60)
  expect([2, 3].map(job => stage.cluster.statusOfJob(job))).toEqual(['canceling', 'waiting'])
  stage.repair('failover', 'web', FAILOVER)
  stage.repair('failover', 'mail', FAILOVER)
  expect(stage.found).toEqual(['mail has two repairs in flight, jobs 3 (waiting) and 5'])
})

const JUMP = { fault: 'clock-jumps', layer: 'clock', text: '', about: undefined, tookPlace: true } as const

describe('a repair that begins without a tag, under a hold that is gone', () => {
  const HOLD = `harep-hold:${REPAIR}.1`
  const begun = ['job 1, failover of web, has begun, and no tag that names it was ever on record']

  /** An admin or the run itself lets the repair go. */
  function letGo(...asked: readonly string[]): ByHand {
    const stage = new ByHand(tagBeforeStart, [web()])
    stage.idleRun()
    const uuid = stage.holdOfHarep(HOLD)
    const placing = ['ReplaceFilter', null, 0, [['reason', ['=', 'reason', HOLD]]]] as const
    stage.asked(placing, ...asked.map(method => [method, uuid] as const))
    stage.repairUnder(HOLD, 'failover', 'web', FAILOVER)
    expect(stage.cluster.statusOfJob(1)).toBe('queued')
    stage.ask('DeleteFilter', uuid)
    stage.pass(60)
    expect(stage.cluster.statusOfJob(1)).toBe('success')
    return stage
  }

  test('is not found where an admin has removed it', () => {
    expect(letGo().found).toEqual([])
  })

  test('is found where the run has', () => {
    expect(letGo('DeleteFilter').found).toEqual(begun)
  })

  test.each([
    ['is not found where the clock has moved since the run began that placed it', 'meanwhile', []],
    ['is found where the clock has moved before', 'before', begun],
  ])('%s', (_, when, expected) => {
    const stage = new ByHand(tagBeforeStart, [web()])
    const jump = () => {
      stage.clock.jump(61_000_000)
      for (const observer of stage.observers) observer.happened?.(JUMP)
    }
    if (when === 'before') jump()
    stage.pass(1)
    stage.idleRun()
    const uuid = stage.holdOfHarep(HOLD)
    stage.asked(['ReplaceFilter', null, 0, [['reason', ['=', 'reason', HOLD]]]], ['DeleteFilter', uuid])
    stage.repairUnder(HOLD, 'failover', 'web', FAILOVER)
    if (when === 'meanwhile') jump()
    stage.ask('DeleteFilter', uuid)
    stage.pass(60)
    expect(stage.found).toEqual(expected)
  })

  test('is found where the hold was never there', () => {
    const stage = new ByHand(tagBeforeStart, [web()])
    stage.idleRun()
    stage.repairUnder(HOLD, 'failover', 'web', FAILOVER)
    expect(stage.found).toEqual(begun)
  })
})
