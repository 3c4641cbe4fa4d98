import { expect, test } from 'vitest'
import { GanetiFailure } from '../../../sim/ganeti/ganeti-failure.ts'
import { roomOnce } from '../../../sim/invariants/room-once.ts'
import { ByHand, FAILOVER, web } from './by-hand.ts'

type Trouble =
  | 'first is cancelled'
  | 'first fails before'
  | 'first fails after'
  | 'first is lost before'
  | 'first is lost after'
  | 'a guest stops'
  | 'a guest starts'

/** A run fails two instances over to one node that has 4 GiB free. */
function found(memoryMiB: number, trouble?: Trouble): readonly string[] {
  const isStarted = trouble === 'a guest starts'
  const other = web({
    name: 'other',
    primary: 'node3',
    secondary: 'node4',
    memoryMiB: 2,
    running: !isStarted,
  })
  const stage = new ByHand(roomOnce, [web({ memoryMiB }), web({ name: 'mail', memoryMiB }), other], {
    nodes: [1, 2, 3, 4].map(number => ({
      name: `node${number}`,
      memoryMiB: 8192,
      reservedMemoryMiB: isStarted ? 4096 : 4094,
    })),
  })
  const filter = stage.hold() ?? ''
  stage.cluster.powerOff('node2')
  stage.cluster.setNodeOffline('node2', true)
  stage.pass(1)
  stage.idleRun({ kind: 'returned', value: 0 }, 10, [], () => {
    if (trouble?.startsWith('first fails'))
      stage.cluster.failNext('OP_INSTANCE_FAILOVER', new GanetiFailure('OpExecError', ['']))
    stage.repair('failover', 'web', FAILOVER)
    if (trouble === 'first fails before') stage.ask('DeleteFilter', filter)
    if (trouble === 'first is lost before') stage.lostJobs.add(1)
    stage.repair('failover', 'mail', FAILOVER)
    if (trouble === 'first fails after') stage.ask('DeleteFilter', filter)
    if (trouble === 'first is lost after') stage.lostJobs.add(1)
    const opcode = { 'a guest stops': 'SHUTDOWN', 'a guest starts': 'STARTUP' }[String(trouble)]
    if (opcode !== undefined)
      stage.submit({ OP_ID: `OP_INSTANCE_${opcode}`, instance_name: 'other', reason: [] })
    if (trouble === 'first is cancelled') stage.ask('CancelJob', 1, false)
  })
  return stage.found
}

test('what a run starts on one node has room there all together', () => {
  expect(found(2048)).toEqual([])
  expect(found(2049)).toEqual([
    'run 1 starts web and mail on node3: 4098 MiB of memory, where 4096 were free',
  ])
})

test('what was cancelled at once leaves its room to others', () => {
  expect(found(2049, 'first is cancelled')).toEqual([])
})

test('what has failed leaves its room to what the run begins after it, and to nothing else', () => {
  expect(found(2049, 'first fails before')).toEqual([])
  expect(found(2049, 'first fails after')).toHaveLength(1)
})

test('what stops beside the run leaves its room to it, and what starts takes none away that was there', () => {
  expect(found(2049, 'a guest stops')).toEqual([])
  expect(found(2050, 'a guest stops')).toHaveLength(1)
  expect(found(2048, 'a guest starts')).toEqual([])
})

test('a job whose file is lost leaves its room to what the run begins after that', () => {
  expect(found(2049, 'first is lost before')).toEqual([])
  expect(found(2049, 'first is lost after')).toHaveLength(1)
})
