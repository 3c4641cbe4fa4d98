import { expect, test } from 'vitest'
import { execError } from '../../../sim/ganeti/ganeti-failure.ts'
import { dataKept } from '../../../sim/invariants/data-kept.ts'
import { lastCopy } from '../../../sim/invariants/last-copy.ts'
import { notToBeTouched } from '../../../sim/invariants/not-to-be-touched.ts'
import { nothingElse } from '../../../sim/invariants/nothing-else.ts'
import { wellLeftAlone } from '../../../sim/invariants/well-left-alone.ts'
import type { JsonObject } from '../../../src/cluster/json.ts'
import { ALLOW, ByHand, FAILOVER, REPAIR, REPLACE, web } from './by-hand.ts'

const RECREATE = { OP_ID: 'OP_INSTANCE_RECREATE_DISKS', nodes: ['node1', 'node4'], disks: [] }

/** A node loses its power and is marked offline. */
function dies(stage: ByHand, ...nodes: string[]): void {
  for (const node of nodes) {
    stage.cluster.powerOff(node)
    stage.cluster.setNodeOffline(node, true)
  }
  for (const observer of stage.observers) observer.calmBegan?.()
}

test('a repair of an instance that its admin has marked offline, or that is forthcoming, is found', () => {
  const forthcoming = { name: 'later', diskTemplate: 'plain', primary: 'node2', forthcoming: true } as const
  const stage = new ByHand(notToBeTouched, [
    web({ adminState: 'offline' }),
    web({ name: 'mail' }),
    forthcoming,
  ])
  stage.repair('failover', 'web', FAILOVER)
  stage.repair('failover', 'mail', FAILOVER)
  stage.repair('failover', 'later', FAILOVER)
  expect(stage.found).toEqual([
    'job 1, failover, was submitted for web, which is marked offline by its admin',
    'job 3, failover, was submitted for later, which is forthcoming',
  ])
})

test('a repair after a failure of the original is found, and not one after a first failure of our own', () => {
  const failure = `${ALLOW}result:failover:${REPAIR}:1795338000:failure:7`
  const stage = new ByHand(notToBeTouched, [
    web({ tags: [failure] }),
    web({ name: 'mail', memoryMiB: 99_999 }),
  ])
  dies(stage, 'node2')
  stage.repair('failover', 'web', FAILOVER)
  stage.repair('failover', 'mail', FAILOVER)
  stage.pass(120)
  stage.tag('OP_TAGS_SET', 'mail', `${ALLOW}result:failover:${REPAIR}:1795338000:failure:2`)
  stage.pass(60)
  stage.repair('failover', 'mail', FAILOVER)
  expect(stage.found).toEqual([
    `job 1, failover, was submitted for web, which has failed for good: ${failure}`,
  ])
})

test('a repair of an instance whose nodes are well is found', () => {
  const stage = new ByHand(wellLeftAlone, [web(), web({ name: 'mail', secondary: 'node4' })])
  dies(stage, 'node4')
  stage.repair('failover', 'web', FAILOVER)
  stage.repair('fix-storage', 'mail', REPLACE)
  expect(stage.found).toEqual([
    'job 1, failover of web, was submitted although node2 and node3 had been well since 0 s at the latest',
  ])
})

test('a node that begins to answer while a run goes on was not well when it looked', () => {
  const found = (isWithin: boolean) => {
    const stage = new ByHand(wellLeftAlone, [web()])
    stage.cluster.powerOff('node3')
    stage.tell('calmBegan')
    stage.pass(60)
    const back = () => {
      stage.cluster.powerOn('node3')
      stage.happened('power-on')
      stage.pass(1)
    }
    if (!isWithin) back()
    stage.idleRun(undefined, 10, [], () => {
      if (isWithin) back()
      stage.repair('failover', 'web', FAILOVER)
    })
    return stage.found.length
  }
  expect(found(true)).toBe(0)
  expect(found(false)).toBe(1)
})

test('a repair that begins although its nodes are well again is found, unless its file is lost', () => {
  const found = (isLost: boolean) => {
    const stage = new ByHand(wellLeftAlone, [web()])
    stage.cluster.setNodeOffline('node3', true)
    stage.tell('calmBegan')
    const filter = String(stage.hold())
    stage.repair('fix-storage', 'web', REPLACE)
    stage.cluster.setNodeOffline('node3', false)
    stage.happened('mark-online')
    stage.pass(1)
    stage.idleRun()
    if (isLost) stage.lostJobs.add(1)
    stage.ask('DeleteFilter', filter)
    stage.pass(60)
    return stage.found.length
  }
  expect(found(false)).toBe(1)
  expect(found(true)).toBe(0)
})

test('disks that are made again although a copy is there are found', () => {
  const stage = new ByHand(lastCopy, [web(), web({ name: 'mail', secondary: 'node4' })])
  dies(stage, 'node2', 'node4')
  stage.repair('reinstall', 'web', RECREATE)
  stage.repair('reinstall', 'mail', { ...RECREATE, nodes: ['node1', 'node3'] })
  expect(stage.found).toEqual([
    'job 1 of web (RECREATE_DISKS) was submitted although node3, which is not offline, holds a copy of its disks',
  ])
})

test.each([
  [['harep-hangs'], 1],
  [['second-harep'], 1],
  [['harep-hangs', 'second-harep'], 0],
])(
  'a run that stood still for minutes beside a second harep cannot know what that has made: %s',
  (faults, found) => {
    const stage = new ByHand(lastCopy, [web()])
    for (const fault of faults) stage.happened(fault)
    dies(stage, 'node2')
    stage.repair('reinstall', 'web', RECREATE)
    expect(stage.found).toHaveLength(found)
  },
)

test('a new system over data is found', () => {
  const stage = new ByHand(dataKept, [web({ adminState: 'down' })])
  stage.repair('reinstall', 'web', { OP_ID: 'OP_INSTANCE_REINSTALL' })
  stage.pass(300)
  expect(stage.found).toEqual([
    'job 1, reinstall of web, has ended (success), and neither its nodes nor shared storage hold any more what was there before',
  ])
})

test.each([
  [
    'the original makes an instance anew while a failover of it waits: that has lost nothing',
    FAILOVER,
    'web',
    0,
  ],
  [
    'the original makes another instance anew: that excuses nobody',
    { OP_ID: 'OP_INSTANCE_REINSTALL' },
    'mail',
    1,
  ],
])('%s', (_, opcode, renewed, count) => {
  const down = { adminState: 'down' } as const
  const stage = new ByHand(dataKept, [web(down), web({ ...down, name: 'mail' })])
  const reason = [
    ['harep', 'harep called', 0],
    ['harep', `repair failover ${REPAIR}`, 0],
  ]
  const delay = { OP_ID: 'OP_TEST_DELAY', duration: 100, on_master: false, on_nodes: [], reason }
  stage.submit(delay, { ...opcode, instance_name: 'web', reason })
  stage.classicRepair(renewed, { OP_ID: 'OP_INSTANCE_REINSTALL' })
  stage.pass(300)
  expect(stage.cluster.statusOfJob(2)).toBe('success')
  expect(stage.found).toHaveLength(count)
})

test('a new system over data on shared storage is found, whatever its nodes are like, and not a failover of it', () => {
  const shared = { diskTemplate: 'rbd', primary: 'node2', memoryMiB: 512, adminState: 'down' } as const
  const stage = new ByHand(dataKept, [
    { ...shared, name: 'web' },
    { ...shared, name: 'mail' },
  ])
  stage.repair('failover', 'mail', { ...FAILOVER, target_node: 'node3' })
  stage.pass(120)
  expect(stage.cluster.statusOfJob(1)).toBe('success')
  expect(stage.found).toEqual([])
  stage.repair('reinstall', 'web', { OP_ID: 'OP_INSTANCE_REINSTALL' })
  stage.pass(300)
  expect(stage.found).toEqual([
    'job 2, reinstall of web, has ended (success), and neither its nodes nor shared storage hold any more what was there before',
  ])
})

test('what a finished re-creation has left behind is no copy, and what it has made is one', () => {
  const stage = new ByHand(lastCopy, [web({ adminState: 'down' })])
  dies(stage, 'node2', 'node3')
  const whole = [RECREATE, { OP_ID: 'OP_INSTANCE_REINSTALL' }]
  stage.repair('reinstall', 'web', ...whole)
  stage.pass(300)
  expect(stage.cluster.statusOfJob(1)).toBe('success')
  expect(stage.found).toEqual([])
  stage.repair('reinstall', 'web', { OP_ID: 'OP_INSTANCE_REINSTALL' })
  expect(stage.found).toEqual([
    'job 2 of web (REINSTALL) was submitted although node1, which is not offline, holds a copy of its disks',
    'job 2 of web (REINSTALL) was submitted although node4, which is not offline, holds a copy of its disks',
  ])
})

test('a node that comes back after the submission is no copy that could have been known, and after a whole run it is one', () => {
  const late = new ByHand(lastCopy, [web()])
  dies(late, 'node2', 'node3')
  late.hold()
  late.repair('reinstall', 'web', RECREATE)
  const back = (stage: ByHand) => {
    stage.cluster.powerOn('node3')
    stage.cluster.setNodeOffline('node3', false)
    for (const observer of stage.observers) observer.calmBegan?.()
  }
  back(late)
  late.pass(10)
  expect(late.found).toEqual([])

  const after = (isLost: boolean) => {
    const seen = new ByHand([lastCopy, dataKept], [web()])
    dies(seen, 'node2', 'node3')
    const filter = String(seen.hold())
    seen.repair('reinstall', 'web', RECREATE)
    back(seen)
    seen.pass(10)
    seen.idleRun()
    if (isLost) seen.lostJobs.add(1)
    seen.ask('DeleteFilter', filter)
    seen.pass(60)
    return seen.found
  }
  expect(after(false)).toEqual([
    'job 1 of web (RECREATE_DISKS) began RECREATE_DISKS although node3, which is not offline, holds a copy of its disks',
    'job 1, reinstall of web, has ended (success), and neither its nodes nor shared storage hold any more what was there before',
  ])
  // No run can see it, then.
  expect(after(true)).toEqual([])
})

test('volumes of a life before, where a re-creation was tried and failed, are no copy', () => {
  const found = (isReplaced: boolean) => {
    const stage = new ByHand([lastCopy, dataKept], [web()])
    stage.cluster.setNodeOffline('node3', true)
    if (isReplaced) {
      stage.submit({ ...REPLACE, instance_name: 'web', iallocator: null, remote_node: 'node4', reason: [] })
      stage.pass(300)
    }
    dies(stage, 'node2', ...(isReplaced ? ['node4'] : []))
    stage.cluster.setNodeOffline('node3', false)
    stage.tell('calmBegan')
    stage.pass(1)
    const recreate = { ...RECREATE, nodes: ['node3', 'node1'] }
    for (const job of isReplaced ? [2, 3] : [1, 2]) {
      stage.repair('reinstall', 'web', recreate)
      stage.pass(60)
      expect(stage.cluster.statusOfJob(job)).toBe('error')
    }
    return stage.found
  }
  expect(found(true)).toEqual([])
  expect(found(false)).not.toEqual([])
})

test('an opcode that is no repair is found, with a mark and without', () => {
  const stage = new ByHand(nothingElse, [web()])
  stage.repair('failover', 'web', { OP_ID: 'OP_INSTANCE_SET_PARAMS', offline: true })
  stage.submit({
    OP_ID: 'OP_NODE_SET_PARAMS',
    node_name: 'node3',
    offline: true,
    reason: [['harep', 'called', 0]],
  })
  stage.submit({
    OP_ID: 'OP_NODE_SET_PARAMS',
    node_name: 'node3',
    offline: true,
    reason: [['admin', 'called', 0]],
  })
  stage.tag('OP_TAGS_SET', 'web', 'tag')
  expect(stage.found).toEqual([
    'job 1 of web has SET_PARAMS',
    "job 2 is harep's, has no mark, and has OP_NODE_SET_PARAMS",
  ])
})

test('what a re-creation has left undone is completed although the nodes are well, and nothing else is done for that reason', () => {
  const stage = new ByHand(wellLeftAlone, [web()])
  const reinstall = { OP_ID: 'OP_INSTANCE_REINSTALL' }
  const startup = { OP_ID: 'OP_INSTANCE_STARTUP' }
  const said: number[] = []
  const repair = (type: string, ...opcodes: JsonObject[]) => {
    stage.repair(type, 'web', ...opcodes)
    stage.pass(600)
    said.push(stage.found.length)
  }
  stage.cluster.setNodeOffline('node2', true)
  stage.tell('calmBegan')
  stage.cluster.failNext('OP_INSTANCE_REINSTALL', execError('the OS scripts have failed'))
  repair('reinstall', { OP_ID: 'OP_INSTANCE_SHUTDOWN', ignore_offline_nodes: true }, reinstall, startup)
  stage.cluster.setNodeOffline('node2', false)
  stage.tell('calmBegan')
  expect(stage.cluster.statusOfJob(1)).toBe('error')
  repair('failover', FAILOVER)
  repair('reinstall', reinstall, startup)
  expect(stage.cluster.statusOfJob(3)).toBe('success')
  repair('reinstall', startup)
  expect(said).toEqual([0, 1, 1, 2])
})

test('a new secondary that failed may be tried again although the nodes are well, and one that was made may not', () => {
  const stage = new ByHand(wellLeftAlone, [web()])
  stage.cluster.setNodeOffline('node3', true)
  stage.tell('calmBegan')
  stage.cluster.failNext('OP_INSTANCE_REPLACE_DISKS', execError('no'))
  stage.repair('fix-storage', 'web', REPLACE)
  stage.pass(600)
  stage.cluster.setNodeOffline('node3', false)
  stage.tell('calmBegan')
  const said = [1, 2].map(() => {
    stage.repair('fix-storage', 'web', REPLACE)
    stage.pass(600)
    return stage.found.length
  })
  expect([1, 2, 3].map(id => stage.cluster.statusOfJob(id))).toEqual(['error', 'success', 'success'])
  expect(said).toEqual([0, 1])
})

test("a repair without a mark is the original's where the original takes turns, and what is no repair is nobody's", () => {
  const stage = new ByHand(nothingElse, [web(), web({ name: 'mail' })])
  stage.classicRepair('web', FAILOVER)
  stage.idleRun(undefined, 10, [], undefined, 'classic')
  stage.classicRepair('mail', FAILOVER)
  stage.classicRepair('mail', { OP_ID: 'OP_INSTANCE_SET_PARAMS', offline: true })
  expect(stage.found).toEqual([
    "job 1 is harep's, has no mark, and has OP_TEST_DELAY",
    "job 3 is harep's, has no mark, and has OP_INSTANCE_SET_PARAMS",
  ])
})

test.each([
  ['and its record is there: found', `${ALLOW}result:reinstall:${REPAIR}:1795338000:failure:1`, 1],
  ['and an admin has removed its record: harep cannot know', 'mine', 0],
])('a re-creation has failed, %s', (_, tag, count) => {
  const stage = new ByHand(lastCopy, [web()])
  dies(stage, 'node2', 'node3')
  stage.repair('reinstall', 'web', { ...RECREATE, nodes: ['node1'] })
  stage.pass(60)
  expect(stage.cluster.statusOfJob(1)).toBe('error')
  stage.tag('OP_TAGS_SET', 'web', tag)
  stage.cluster.powerOn('node3')
  stage.cluster.setNodeOffline('node3', false)
  stage.tell('calmBegan')
  stage.pass(60)
  stage.repair('reinstall', 'web', RECREATE)
  expect(stage.found.filter(what => what.includes('was submitted'))).toHaveLength(count)
})

test('a failure that two runs have put on record, each at its time, is one', () => {
  const failure = (seconds: number, job: number) =>
    `${ALLOW}result:failover:${REPAIR}:${seconds}:failure:${job}`
  const stage = new ByHand(notToBeTouched, [web()])
  dies(stage, 'node2')
  stage.repair('failover', 'web', { ...FAILOVER, target_node: 'nowhere' })
  stage.pass(60)
  expect(stage.cluster.statusOfJob(1)).toBe('error')
  stage.tag('OP_TAGS_SET', 'web', ...[0, 1, 2].map(second => failure(1_795_338_000 + second, 1)))
  stage.pass(60)
  stage.repair('failover', 'web', FAILOVER)
  expect(stage.found).toEqual([])
})
