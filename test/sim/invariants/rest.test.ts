import { describe, expect, test } from 'vitest'
import { longJob } from '../../../sim/faults/queue/long-job.ts'
import { prereqError } from '../../../sim/ganeti/ganeti-failure.ts'
import { comesToRest } from '../../../sim/invariants/comes-to-rest.ts'
import { heals } from '../../../sim/oracle/healing/heals.ts'
import type { Program } from '../../../sim/play/harep-run.ts'
import type { HealingDecision } from '../../../src/planner/healing/decision.ts'
import { ALLOW, ByHand, FAILOVER, REPAIR, web } from './by-hand.ts'

const PENDING = `${ALLOW}pending:failover:${REPAIR}:1795338000:7`

function rest(
  stage: ByHand,
  decisions: readonly HealingDecision[] = [],
  after: readonly Program[] = [],
): readonly string[] {
  for (const observer of stage.observers) observer.calmBegan?.()
  stage.pass(1)
  const summary = { kind: 'summary', decisions, dryRun: false, isPartial: false } as const
  for (let run = 0; run < 3; run += 1) stage.idleRun(undefined, 10, [summary])
  for (const program of after) stage.idleRun(undefined, 10, [], undefined, program)
  for (const observer of stage.observers) observer.ended?.()
  return stage.found
}

test('a pending tag without a job that goes on is found at rest', () => {
  expect(rest(new ByHand(comesToRest, [web({ tags: [PENDING] })]))).toEqual([
    `web still has the tag ${PENDING}, and job 7 does not go on`,
  ])
  expect(rest(new ByHand(comesToRest, [web()]))).toEqual([])
})

test('a repair that waits for ever is found', () => {
  const stage = new ByHand(comesToRest, [web()])
  stage.hold()
  stage.repair('failover', 'web', FAILOVER)
  expect(rest(stage)).toEqual([
    '3 runs after the faults have stopped job 1, failover of web, is still queued',
  ])
})

describe('what still moves', () => {
  const refused = () => prereqError('no room', 'insufficient_resources')
  /** The last runs, each of which submits something. */
  function busy(stage: ByHand, ...submits: readonly (() => void)[]): readonly string[] {
    stage.tell('calmBegan')
    for (const submit of submits) {
      stage.pass(300)
      stage.idleRun(undefined, 10, [], submit)
      stage.asked(['SubmitManyJobs', []])
    }
    stage.tell('ended')
    return stage.found
  }

  test('is found, unless all that is asked for is refused each time', () => {
    const stage = () => new ByHand(comesToRest, [web(), web({ name: 'mail' })])
    const ask = (on: ByHand, name: string) => () => {
      on.cluster.failNext('OP_INSTANCE_FAILOVER', refused())
      on.repair('failover', name, FAILOVER)
    }
    const asks = stage()
    expect(busy(asks, ask(asks, 'web'), ask(asks, 'web'), ask(asks, 'mail'))).toEqual([])
    const works = stage()
    const work = () => works.repair('failover', 'mail', FAILOVER)
    expect(busy(works, ask(works, 'web'), work, ask(works, 'web'))).toEqual([
      '3 runs after the faults have stopped run 2 still changes something',
    ])
    const once = stage()
    const nothing = () => {}
    expect(busy(once, ask(once, 'web'), nothing, nothing, nothing)).toEqual([
      '4 runs after the faults have stopped run 3 still changes something',
    ])
  })

  test('is not found where no luxid starts jobs any more, and the last runs have given up on theirs', () => {
    const gives = (isUp: boolean, isLost: boolean) => {
      const stage = new ByHand(comesToRest, [web()])
      stage.hold()
      if (isLost) stage.lostJobs.add(1)
      const write = () => {
        const job = stage.submit({
          OP_ID: 'OP_TAGS_SET',
          kind: 'instance',
          name: 'web',
          tags: ['x'],
          reason: [['somebody', 'by hand', 0]],
        })
        if (isUp) stage.ask('CancelJob', job ?? 0, false)
      }
      return busy(stage, write, write, write).length
    }
    expect(gives(true, true)).toBe(0)
    expect(gives(true, false)).toBe(1)
    expect(gives(false, true)).toBe(1)
  })

  test('is not found where each run asks to cancel what stands for ever beside a job whose file is lost', () => {
    const asks = (isLost: boolean, entry: string, isHeld: boolean) => {
      const stage = new ByHand(comesToRest, [web()])
      if (isHeld) stage.hold()
      const id = stage.repair('failover', 'web', FAILOVER)
      if (isLost) stage.lostJobs.add(99)
      stage.pass(300)
      stage.tell('calmBegan')
      for (let run = 0; run < 3; run += 1) {
        stage.pass(300)
        stage.idleRun(undefined, 10)
        stage.asked(['SubmitManyJobs', [[{ reason: [['harep', entry, 0]] }]]], ['CancelJob', id ?? 0])
      }
      stage.tell('ended')
      return stage.found.length
    }
    expect(asks(true, 'withdraws 1', true)).toBe(0)
    expect(asks(false, 'withdraws 1', true)).toBe(1)
    expect(asks(true, 'repair failover x', true)).toBe(1)
    expect(asks(true, 'withdraws 1', false)).toBe(1)
  })

  test('a repair that is asked for again in the last run may be on its way', () => {
    const stage = new ByHand(comesToRest, [web()])
    const ask = () => {
      stage.cluster.failNext('OP_INSTANCE_FAILOVER', refused())
      stage.repair('failover', 'web', FAILOVER)
    }
    const again = () => {
      stage.hold()
      stage.repair('failover', 'web', FAILOVER)
    }
    expect(busy(stage, ask, ask, again)).toEqual([])
  })

  test('a repair that waits is found beside a job of somebody, unless that has started and so may have its locks', () => {
    const queued = new ByHand(comesToRest, [web()])
    queued.hold()
    queued.submit(longJob('test', ['node4']))
    queued.repair('failover', 'web', FAILOVER)
    expect(rest(queued)).toEqual([
      '3 runs after the faults have stopped job 2, failover of web, is still queued',
    ])
    const waiting = new ByHand(comesToRest, [web()])
    waiting.submit(longJob('test', ['node2']))
    waiting.repair('failover', 'web', FAILOVER)
    expect(rest(waiting)).toEqual([])
  })

  test('a repair that waits is found although one of long ago is archived, unless a file is lost', () => {
    const stage = new ByHand(comesToRest, [web(), web({ name: 'mail' })])
    stage.repair('failover', 'mail', FAILOVER)
    stage.pass(120)
    stage.cluster.archiveJobs(60)
    stage.hold()
    stage.repair('failover', 'web', FAILOVER)
    expect(rest(stage)).toHaveLength(1)
    stage.lostJobs.add(1)
    stage.tell('ended')
    expect(stage.found).toHaveLength(1)
  })
})

test('a pending tag counts at rest unless a result or a later one of the same repair does', () => {
  const later = PENDING.replace(/1795338000:7$/, '1795338100:9')
  const result = `${ALLOW}result:failover:${REPAIR}:1795338000:success:7`
  const ofOther = result.replace(REPAIR, REPAIR.replace('1', '2'))
  const said = (...tags: string[]) => rest(new ByHand(comesToRest, [web({ tags })])).length
  expect(said(PENDING, result)).toBe(0)
  expect(said(PENDING, ofOther)).toBe(1)
  expect(said(PENDING, later)).toBe(1)
  expect(said(PENDING, PENDING.replace(':7', ':8'))).toBe(2)
})

test('what could be healed and is not, and what is called well and is not, is found', () => {
  const decision = (state: HealingDecision['state']): HealingDecision => {
    const reason = { code: 'node-silent', node: 'node2' } as const
    return { instance: 'web', state, reason, decidedBy: undefined, action: { kind: 'none' } }
  }
  const dead = (node: string) => {
    const stage = new ByHand(heals, [web()])
    stage.cluster.powerOff(node)
    stage.cluster.setNodeOffline(node, true)
    return stage
  }
  expect(rest(dead('node2'), [decision('healthy')])).toEqual([
    'web has a node that is not well, and the last run calls it healthy',
  ])
  expect(rest(dead('node2'), [decision('needs-repair')])).toEqual([
    'web is left needs-repair (node-silent); the model says do failover FAILOVER',
  ])
  expect(rest(dead('node4'), [])).toEqual([])
  // Where the original goes on alone, it decides.
  expect(rest(dead('node2'), [decision('needs-repair')], ['classic', 'classic'])).toEqual([])
})

test('what is left for an hour that has not come is not found, and is when that has come', () => {
  const waits = (seconds: number): HealingDecision => ({
    ...{ instance: 'web', state: 'needs-repair', decidedBy: undefined, action: { kind: 'none' } },
    reason: { code: 'settling', node: 'node2', settleSeconds: 600, untilSeconds: 1_795_338_000 + seconds },
  })
  const said = (seconds: number, skewSeconds = 0) => {
    const stage = new ByHand(heals, [web()])
    stage.cluster.powerOff('node2')
    stage.cluster.setNodeOffline('node2', true)
    stage.clockSkewUs = skewSeconds * 1_000_000
    return rest(stage, [waits(seconds)])
  }
  expect(said(1_000)).toEqual([])
  const found = ['web is left needs-repair (settling); the model says do failover FAILOVER']
  expect(said(1)).toEqual(found)
  expect(said(1_000, 2_000)).toEqual(found)
})
