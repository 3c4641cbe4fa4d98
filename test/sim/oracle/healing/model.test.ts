import { expect, test } from 'vitest'
import type { RepairJob } from '../../../../sim/invariants/watch/marks.ts'
import { acceptable } from '../../../../sim/oracle/healing/model.ts'
import type { ModelCase, ModelNode } from '../../../../sim/oracle/healing/model-case.ts'

const good: ModelNode = { flags: '', isSilent: false, markedSeconds: 0 }
const offline: ModelNode = { ...good, flags: 'offline' }
const drained: ModelNode = { ...good, flags: 'drained' }
const silent: ModelNode = { ...good, isSilent: true }

const CASE: ModelCase = {
  template: 'drbd',
  adminState: 'up',
  isForthcoming: false,
  runs: 'on its primary',
  mayBeUserDown: false,
  diskMiB: 1024,
  nodeNames: ['n1', 'n2'],
  primary: good,
  secondary: good,
  isSecondaryBehind: 'no',
  tags: [],
  allowed: 4,
  repairs: [],
  archived: new Set(),
  isBusy: false,
  goneInGroup: 1,
  nodesInGroup: 5,
  isRoomAmple: true,
  nowSeconds: 1_000_000,
  runStartSeconds: 1_000_000,
  limits: { settleSeconds: 0, maxOffline: undefined, maxStopSeconds: 600 },
}

const LOST = 'do reinstall SHUTDOWN+RECREATE_DISKS+REINSTALL+STARTUP'

function verdicts(but: Partial<ModelCase>): string {
  return [...acceptable({ ...CASE, ...but })].join(' or ')
}

test('the table of what heals, row by row', () => {
  const rows: readonly (readonly [Partial<ModelCase>, string])[] = [
    [{}, 'healthy'],
    [{ secondary: offline }, 'do fix-storage REPLACE_DISKS'],
    [{ secondary: drained }, 'do fix-storage REPLACE_DISKS'],
    [{ primary: drained }, 'do migrate MIGRATE'],
    [{ primary: drained, runs: 'nowhere' }, 'do migrate FAILOVER'],
    [{ primary: drained, secondary: offline }, 'do fix-storage REPLACE_DISKS'],
    [{ primary: offline, runs: 'nowhere' }, 'do failover FAILOVER'],
    [{ primary: offline, runs: 'nowhere', isSecondaryBehind: 'yes' }, 'needs-repair'],
    [
      { primary: offline, runs: 'nowhere', isSecondaryBehind: 'perhaps' },
      'do failover FAILOVER or needs-repair',
    ],
    [{ primary: offline, secondary: drained }, 'needs-repair'],
    [{ primary: offline, secondary: offline }, LOST],
    [{ primary: offline, secondary: silent }, 'needs-repair'],
    [{ template: 'plain', secondary: undefined, primary: offline }, LOST],
    [
      { template: 'plain', secondary: undefined, primary: offline, adminState: 'down' },
      'do reinstall RECREATE_DISKS+REINSTALL',
    ],
    [{ template: 'file', secondary: undefined, primary: drained }, 'do failover MOVE'],
    [{ template: 'file', secondary: undefined, primary: drained, diskMiB: 100_000 }, 'needs-repair'],
    [
      { template: 'file', secondary: undefined, primary: drained, diskMiB: 100_000, runs: 'nowhere' },
      'do failover MOVE',
    ],
    [{ template: 'rbd', secondary: undefined, primary: offline }, 'do failover FAILOVER'],
    [{ template: 'rbd', secondary: undefined, primary: drained }, 'do migrate MIGRATE'],
    [
      { template: 'diskless', secondary: undefined, primary: drained, runs: 'nowhere' },
      'do migrate FAILOVER',
    ],
    [{ primary: offline, adminState: 'offline' }, 'healthy'],
    [{ primary: drained, runs: 'elsewhere' }, 'needs-repair'],
  ]
  for (const [but, expected] of rows) expect([but, verdicts(but)]).toEqual([but, expected])
})

test('permission comes before everything that a repair may have to wait for', () => {
  const dead = { primary: offline, runs: 'nowhere' } as const
  expect(verdicts({ ...dead, allowed: 'suspended', isBusy: true })).toBe('suspended')
  expect(verdicts({ ...dead, allowed: 2 })).toBe('repair-disallowed')
  expect(verdicts({ ...dead, isBusy: true })).toBe('needs-repair')
  expect(verdicts({ ...dead, isRoomAmple: false })).toBe('do failover FAILOVER or needs-repair')
})

/** A repair that failed before the run, and the tag that tells of it. */
function failed(...args: Parameters<typeof failure>): Partial<ModelCase> {
  const { tags, job } = failure(...args)
  return { tags, repairs: [job] }
}

function failure(type: 'reinstall' | 'fix-storage', hasDied: boolean, from?: readonly string[]) {
  const repair = { ...{ id: 7, instance: 'web', type, repair: 'x' }, status: 'error', hasDied } as const
  const hasFoundNoRoom = false
  const job: RepairJob = {
    ...repair,
    hasFoundNoRoom,
    ...{
      hold: undefined,
      from,
      opcodes: ['REPLACE_DISKS'],
      nodes: [],
      chosen: [],
      opcodeStatuses: ['error'],
    },
    ...{ submittedUs: 0, begunUs: 0, endedUs: 0, endedByClockUs: 0, recordedUs: 0 },
  }
  const tag = `ganeti:watcher:autorepair:result:${type}:x:999000:failure:7`
  return { tags: [tag], job }
}

test('a new secondary may be half a copy, unless the instance has still the nodes that it had', () => {
  const well = (from?: readonly string[]) => verdicts(failed('fix-storage', false, from))
  expect(well()).toBe('healthy or repair-failed')
  expect(well(['n1', 'n3'])).toBe('healthy or repair-failed')
  expect(well(['n1', 'n2'])).toBe('healthy')
})

test('what became of a re-creation whose process died only a human can find out; other repairs are tried again', () => {
  const after = (type: 'reinstall' | 'fix-storage', hasDied: boolean) =>
    verdicts({ secondary: offline, ...failed(type, hasDied) })
  expect(after('reinstall', true)).toBe('repair-failed')
  expect(after('reinstall', false)).toContain('do reinstall')
  expect(after('fix-storage', true)).toBe('do fix-storage REPLACE_DISKS')
})

test('a re-creation that failed and is in the archive is not written over, where there is something', () => {
  const { tags, job: made } = failure('reinstall', false)
  const opcodes = ['RECREATE_DISKS', 'REINSTALL']
  const after = (
    isArchived: boolean,
    but: Partial<ModelCase>,
    opcodeStatuses: RepairJob['opcodeStatuses'],
  ) => {
    const job = { ...made, opcodes, opcodeStatuses }
    const archived = new Set(isArchived ? [job.id] : [])
    return verdicts({ tags, repairs: [job], archived, ...but })
  }
  const half = ['success', 'error'] as const
  expect(after(false, {}, half)).toContain('do reinstall REINSTALL')
  expect(after(true, {}, half)).not.toContain('REINSTALL')
  expect(after(true, {}, half)).toContain('repair-failed')
  expect(after(true, { primary: offline }, half)).not.toContain('RECREATE_DISKS')
  const gone = { primary: offline, secondary: offline, runs: 'nowhere' } as const
  expect(after(true, gone, ['error', 'queued'])).toContain('RECREATE_DISKS')
})

test('data is not given up at once, nor while too much is offline', () => {
  const lost = {
    primary: { ...offline, markedSeconds: 999_500 },
    secondary: offline,
    runs: 'nowhere',
  } as const
  expect(verdicts({ ...lost, limits: { ...CASE.limits, settleSeconds: 600 } })).toBe('needs-repair')
  expect(verdicts({ ...lost, goneInGroup: 3 })).toBe('needs-repair')
  expect(verdicts({ ...lost, goneInGroup: 3, nodesInGroup: 20 })).toBe(LOST)
})

test('tags: what is pending, what has failed for good, and what is no tag', () => {
  const tag = 'ganeti:watcher:autorepair:'
  const dead = { primary: offline, runs: 'nowhere' } as const
  expect(verdicts({ ...dead, tags: [`${tag}pending:failover:x:1:7`] })).toBe('pending-repair')
  expect(verdicts({ ...dead, tags: [`${tag}pending:failover:x:1:`] })).toBe('do failover FAILOVER')
  expect(verdicts({ ...dead, tags: [`${tag}result:failover:x:1:failure:7`] })).toBe('repair-failed')
  expect(verdicts({ tags: [`${tag}result:failover:x:1:failure:7`] })).toBe('repair-failed')
  expect(verdicts({ ...dead, tags: [`${tag}result:failover`] })).toBe('needs-repair')
  expect(verdicts({ tags: [`${tag}result:failover`] })).toBe('healthy')
})
