import { expect, test } from 'vitest'
import type { RepairType } from '../../../src/cluster/repair-type.ts'
import type { QueuedJob } from '../../../src/planner/queue.ts'
import { aJob, anOpcode, aRoomyNode, decisionOn, inShort, NOW } from '../../builders/plan.ts'

const FAILED_OVER_SECONDS = NOW - 6000
const TAG = `ganeti:watcher:autorepair:result:failover:ID:${FAILED_OVER_SECONDS + 200}:success:7`
const LEFT = 'needs-repair [copy-behind]'
const DONE = 'failover: FAILOVER [primary-offline]'

function ended(id: string, opcode: string, endedSeconds: number, type?: RepairType): QueuedJob {
  const repair = type && { type, id: 'ID' }
  return aJob(id, { endedSeconds, opcodes: [anOpcode(opcode, 'success')], repair })
}

const FAILOVER = ended('7', 'FAILOVER', FAILED_OVER_SECONDS, 'failover')

/** i1 was failed over by job 7 from n2 to n1, which is offline now. By default n2 came back ten minutes before that. */
function decided({
  back = NOW - 1200,
  gone = NOW - 600,
  queue = [FAILOVER] as readonly QueuedJob[],
  archived = [] as readonly QueuedJob[],
  tags = [TAG] as readonly string[],
}): string {
  const nodes = [
    aRoomyNode('n1', { offline: true, mtimeSeconds: gone }),
    aRoomyNode('n2', { mtimeSeconds: back }),
  ]
  const archive = new Map(archived.map(job => [job.id, job]))
  return inShort(decisionOn({ tags }, { nodes, queue, archived: archive }))
}

test('what was failed over is not failed back to the node whose copy it has left behind', () => {
  expect(decided({})).toBe(LEFT)
})

test('the tag of the success is enough where the job is in the archive, and the queue where the tag is gone', () => {
  expect(decided({ queue: [], archived: [FAILOVER] })).toBe(LEFT)
  expect(decided({ queue: [] })).toBe(LEFT)
  expect(decided({ tags: [] })).toBe(LEFT)
  expect(decided({ tags: [], queue: [] })).toBe(DONE)
})

test('the original leaves copies behind as well: its jobs are known by its tags alone', () => {
  const original = ended('7', 'FAILOVER', FAILED_OVER_SECONDS)
  expect(decided({ queue: [original] })).toBe(LEFT)
  expect(decided({ queue: [original], tags: [] })).toBe(DONE)
})

test('half an hour in service beside a primary that is not offline is enough for ganeti-watcher', () => {
  expect(decided({ back: NOW - 600 - 1799 })).toBe(LEFT)
  expect(decided({ back: NOW - 600 - 1800 })).toBe(DONE)
})

test('a clock that jumped tells nothing in favour of the copy', () => {
  expect(decided({ back: NOW - 600, gone: NOW - 5000 })).toBe(LEFT)
})

test('a secondary that was not changed since the failover is another one, which was not offline then', () => {
  expect(decided({ back: FAILED_OVER_SECONDS - 1 })).toBe(DONE)
})

test('whoever has connected the copies since that node is back, has brought it up to date', () => {
  const connected = (opcode: string, endedSeconds: number) =>
    decided({ queue: [FAILOVER, ended('8', opcode, endedSeconds)] })
  expect(connected('ACTIVATE_DISKS', NOW - 1100)).toBe(DONE)
  expect(connected('STARTUP', NOW - 1100)).toBe(DONE)
  expect(connected('ACTIVATE_DISKS', NOW - 1300)).toBe(LEFT)
  expect(connected('REBOOT', NOW - 1100)).toBe(LEFT)
})

test('a new copy, or a move by anybody, says more than the failover before it', () => {
  for (const opcode of ['REPLACE_DISKS', 'MIGRATE', 'FAILOVER', 'RECREATE_DISKS'])
    expect([opcode, decided({ queue: [FAILOVER, ended('8', opcode, NOW - 5000)] })]).toEqual([opcode, DONE])
  const replaced = ended('8', 'REPLACE_DISKS', NOW - 5000, 'fix-storage')
  expect(decided({ queue: [FAILOVER, replaced], tags: [] })).toBe(DONE)
})

test('a failover of a drained, stopped instance leaves nothing behind', () => {
  const stopped = ended('7', 'FAILOVER', FAILED_OVER_SECONDS, 'migrate')
  expect(decided({ queue: [stopped], tags: [] })).toBe(DONE)
})
