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

test('whoever fails an instance over leaves a copy behind: the original, of which a tag may tell, or a person', () => {
  const foreign = ended('7', 'FAILOVER', FAILED_OVER_SECONDS)
  expect(decided({ queue: [foreign] })).toBe(LEFT)
  expect(decided({ queue: [foreign], tags: [] })).toBe(LEFT)
  expect(decided({ queue: [{ ...foreign, status: 'error' }], tags: [] })).toBe(DONE)
  expect(decided({ queue: [ended('7', 'MIGRATE', FAILED_OVER_SECONDS)], tags: [] })).toBe(DONE)
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
  const gone = FAILED_OVER_SECONDS + 100
  expect(decided({ back: FAILED_OVER_SECONDS - 1, gone })).toBe(DONE)
  expect(decided({ back: FAILED_OVER_SECONDS, gone })).toBe(LEFT)
})

test('the reason names the job, also one that nobody finds any more', () => {
  const nodes = [
    aRoomyNode('n1', { offline: true, mtimeSeconds: NOW - 600 }),
    aRoomyNode('n2', { mtimeSeconds: NOW - 1200 }),
  ]
  const { reason } = decisionOn({ tags: [TAG] }, { nodes })
  expect(reason).toEqual({ code: 'copy-behind', offline: 'n1', behind: 'n2', since: 'failover', job: '7' })
})

test('only a failover off a dead node asks for it: off a drained one Ganeti looks at the copies itself', () => {
  const nodes = [
    aRoomyNode('n1', { drained: true, mtimeSeconds: NOW - 600 }),
    aRoomyNode('n2', { mtimeSeconds: NOW - 1200 }),
  ]
  const stopped = { tags: [TAG], adminState: 'down', status: 'ADMIN_down' } as const
  expect(inShort(decisionOn(stopped, { nodes, queue: [FAILOVER] }))).toBe(
    'migrate: FAILOVER [primary-drained]',
  )
})

test('an instance without a second copy of its own has none that could be behind', () => {
  const nodes = [aRoomyNode('n1', { offline: true, mtimeSeconds: NOW - 600 })]
  const diskless = { tags: [TAG], diskTemplate: 'diskless', secondary: undefined } as const
  expect(inShort(decisionOn(diskless, { nodes, queue: [FAILOVER] }))).toBe(
    'failover: FAILOVER [shared-offline]',
  )
})

test('a success tells, also where a repair was refused after it', () => {
  const refused = `ganeti:watcher:autorepair:result:reinstall:LATER:${NOW - 700}:enoperm:`
  expect(decided({ tags: [TAG, refused], queue: [] })).toBe(LEFT)
})

test('whoever has connected the copies since that node is back, has brought it up to date', () => {
  const connected = (opcode: string, endedSeconds: number) =>
    decided({ queue: [FAILOVER, ended('8', opcode, endedSeconds)] })
  expect(connected('ACTIVATE_DISKS', NOW - 1100)).toBe(DONE)
  expect(connected('STARTUP', NOW - 1100)).toBe(DONE)
  expect(connected('ACTIVATE_DISKS', NOW - 1300)).toBe(LEFT)
  expect(connected('ACTIVATE_DISKS', NOW - 1200)).toBe(LEFT)
  expect(connected('REBOOT', NOW - 1100)).toBe(LEFT)
})

test('a new copy, or a move by anybody, says more than the failover before it', () => {
  for (const opcode of ['REPLACE_DISKS', 'MIGRATE', 'RECREATE_DISKS'])
    expect([opcode, decided({ queue: [FAILOVER, ended('8', opcode, NOW - 5000)] })]).toEqual([opcode, DONE])
  const replaced = ended('8', 'REPLACE_DISKS', NOW - 5000, 'fix-storage')
  expect(decided({ queue: [FAILOVER, replaced], tags: [] })).toBe(DONE)
})

test('after one more failover the copy that was left by that one is behind', () => {
  const queue = [FAILOVER, ended('8', 'FAILOVER', NOW - 5000)]
  expect(decided({ queue })).toBe(LEFT)
  expect(decided({ queue, back: NOW - 5001 })).toBe(DONE)
})

test('a failover of a drained, stopped instance leaves nothing behind', () => {
  const stopped = ended('7', 'FAILOVER', FAILED_OVER_SECONDS, 'migrate')
  expect(decided({ queue: [stopped], tags: [] })).toBe(DONE)
})

test('of what moved the instance or its copies what ended last tells, of two at once the younger one', () => {
  const replaced = (id: string, seconds: number) => ended(id, 'REPLACE_DISKS', seconds)
  expect(decided({ queue: [replaced('6', NOW - 5000), FAILOVER], tags: [] })).toBe(DONE)
  expect(decided({ queue: [FAILOVER, replaced('8', FAILED_OVER_SECONDS)], tags: [] })).toBe(DONE)
  expect(decided({ queue: [replaced('6', FAILED_OVER_SECONDS - 1), FAILOVER], tags: [] })).toBe(LEFT)
})

test('what failed has moved nothing, and a delay before a failover changes nothing', () => {
  const failed = aJob('8', {
    ...{ status: 'error', endedSeconds: NOW - 5000 },
    opcodes: [anOpcode('REPLACE_DISKS', 'error')],
  })
  expect(decided({ queue: [FAILOVER, failed], tags: [] })).toBe(LEFT)
  const delay = { ...anOpcode('X', 'success'), opId: 'OP_TEST_DELAY', instances: [] }
  const delayed = { ...FAILOVER, opcodes: [delay, ...FAILOVER.opcodes] }
  expect(decided({ queue: [delayed], tags: [] })).toBe(LEFT)
})

test('a tag that calls a failover what was none tells nothing', () => {
  expect(decided({ queue: [ended('7', 'MIGRATE', FAILED_OVER_SECONDS)] })).toBe(DONE)
})

/** n2 was offline until job 5 brought it back, twenty minutes ago; n1, where i1 ran meanwhile, went offline ten minutes ago. */
function returned(but: Partial<QueuedJob> = {}): QueuedJob {
  const opcode = { ...anOpcode('X', 'success'), opId: 'OP_NODE_SET_PARAMS', instances: [] }
  return aJob('5', { endedSeconds: NOW - 1200, opcodes: [{ ...opcode, broughtBack: 'n2' }], ...but })
}

test('what ran on while its secondary was away is not failed over to that', () => {
  expect(decided({ tags: [], queue: [returned()] })).toBe(LEFT)
  const nodes = [
    aRoomyNode('n1', { offline: true, mtimeSeconds: NOW - 600 }),
    aRoomyNode('n2', { mtimeSeconds: NOW - 1200 }),
  ]
  expect(decisionOn({}, { nodes, queue: [returned()] }).reason).toEqual({
    code: 'copy-behind',
    offline: 'n1',
    behind: 'n2',
    since: 'return',
    job: '5',
  })
})

test('a return counts from its end to the mark of the primary: half an hour is enough for ganeti-watcher', () => {
  const after = (seconds: number) =>
    decided({ tags: [], queue: [returned({ endedSeconds: NOW - 600 - seconds })] })
  expect(after(1799)).toBe(LEFT)
  expect(after(1800)).toBe(DONE)
  expect(after(0)).toBe(LEFT)
  // Whoever brings it back after the primary has gone wants what is there.
  expect(after(-1)).toBe(DONE)
})

test('only the return of the secondary counts, and only one that was made', () => {
  const [opcode] = returned().opcodes
  if (opcode === undefined) throw new Error('no opcode')
  const other = returned({ opcodes: [{ ...opcode, broughtBack: 'n1' }] })
  expect(decided({ tags: [], queue: [other] })).toBe(DONE)
  const failed = returned({ status: 'error', opcodes: [{ ...opcode, status: 'error' }] })
  expect(decided({ tags: [], queue: [failed] })).toBe(DONE)
  expect(decided({ tags: [], queue: [returned({ endedSeconds: undefined })] })).toBe(DONE)
  expect(decided({ tags: [], queue: [] })).toBe(DONE)
})

test('the last of several returns counts', () => {
  const early = returned({ id: '4', endedSeconds: NOW - 4000 })
  expect(decided({ tags: [], queue: [early] })).toBe(DONE)
  expect(decided({ tags: [], queue: [early, returned()] })).toBe(LEFT)
  expect(decided({ tags: [], queue: [returned(), { ...early, id: '6' }] })).toBe(LEFT)
})

test('what was connected, moved or made anew since the return has been brought up to date', () => {
  const since = (opcode: string, endedSeconds: number) =>
    decided({ tags: [], queue: [returned(), ended('8', opcode, endedSeconds, 'migrate')] })
  for (const opcode of ['ACTIVATE_DISKS', 'STARTUP', 'REPLACE_DISKS', 'MIGRATE', 'FAILOVER', 'CREATE']) {
    expect([opcode, since(opcode, NOW - 1199)]).toEqual([opcode, DONE])
    expect([opcode, since(opcode, NOW - 1200)]).toEqual([opcode, LEFT])
  }
  expect(since('REBOOT', NOW - 1000)).toBe(LEFT)
  const refused = aJob('8', {
    status: 'error',
    endedSeconds: NOW - 1000,
    opcodes: [anOpcode('ACTIVATE_DISKS', 'error')],
  })
  expect(decided({ tags: [], queue: [returned(), refused] })).toBe(LEFT)
})

test('a secondary that a failover did not leave behind may have been away since', () => {
  const back = FAILED_OVER_SECONDS - 1
  expect(decided({ back, queue: [FAILOVER, returned()] })).toBe(LEFT)
  expect(decided({ back, queue: [FAILOVER] })).toBe(DONE)
})

test('what was done before the return has brought nothing up to date, even if it ended later by a clock that was set back meanwhile', () => {
  for (const opcode of ['ACTIVATE_DISKS', 'REPLACE_DISKS'])
    expect(decided({ tags: [], queue: [ended('4', opcode, NOW - 700, 'migrate'), returned()] })).toBe(LEFT)
})
