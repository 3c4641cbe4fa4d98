import { describe, expect, test } from 'vitest'
import { describeReason } from '../../src/planner/describe-reason.ts'
import type { Reason, ReasonCode, WhyFinal } from '../../src/planner/reason.ts'
import { REASON_SAMPLES } from '../builders/reasons.ts'

const SENTENCES: Readonly<Record<ReasonCode, string>> = {
  'nodes-fine': 'its nodes are fine',
  'primary-offline': 'its primary node n1 is offline, and its secondary n2 has the data',
  'secondary-offline': 'its secondary node n2 is offline, so it has no second copy',
  'all-copies-offline':
    'every node with a copy of its disks is offline (n1, n2), so only re-creation from nothing is left',
  'copy-on-drained-node':
    'node n1 is offline, but the drained node n2 has the data, and Ganeti fails nothing over to a drained node',
  'copy-behind':
    'node n1 is offline, and the copy on node n2 may be older: it was failed over from there in job 7, and nothing shows that that copy has been brought up to date since',
  'node-silent': 'node n1 does not answer and is not marked offline',
  'no-secondary': 'it is a drbd instance without a secondary node: the configuration is damaged',
  'admin-offline': 'its admin marked it offline',
  forthcoming: 'it is only forthcoming and has no disks yet',
  'mixed-disks': 'its disks are of several templates, for which there is no repair',
  'primary-drained': 'its primary node n1 is drained, and its secondary n2 can take it',
  'secondary-drained': 'its secondary node n2 is drained, so its second copy is to go elsewhere',
  'plain-drained':
    'its node n1 is drained; it is moved with its data, which takes about 22 s, and does not run meanwhile',
  'shared-offline': 'its node n1 is offline, and another one can start it',
  'shared-drained': 'its node n1 is drained, and another one can take it',
  'user-down': 'it was shut down from within, and whatever takes it off node n1 would start it',
  'wrong-node': 'it runs on another node than its primary n1, so whatever is done could start it twice',
  'runs-unwanted': 'it runs although it is marked down, and moving it off node n1 would stop it for good',
  'stop-too-long':
    'its node n1 is drained, but moving it would stop it for about 700 s, and 600 s are allowed',
  'recreation-unfinished': 'its re-creation in job 7 stopped half way: its disks are made, and blank',
  'no-room': 'its disks must be made anew, and fewer than 2 nodes of group default have room for them',
  settling:
    'node n1 has been offline for less than 600 s, so nothing is begun before 2026-11-27 06:00:00 UTC',
  'too-many-offline':
    '3 of the 6 nodes of group default are offline, and with more than 2 nothing is re-created there',
  busy: 'job 7 (OP_INSTANCE_MIGRATE) is about it, and has not ended',
  'retry-later': 'fix-storage failed in job 7; attempt 3 of 3 is made at 2026-11-27 06:00:00 UTC',
  'refused-for-now':
    'Ganeti had no room for failover in job 7; it is asked again when the nodes have changed, or at 2026-11-27 06:00:00 UTC',
  'changed-since':
    'its re-creation in job 7 stopped half way, and is not tried again: job 9 has named it since',
  'repair-cancelled': 'failover was cancelled in job 7',
  'attempts-failed': 'failover failed 3 times, in the jobs 7, 8, 9',
  'one-off-waiting':
    'its nodes are fine, and the one-off permission TAG is answered when the suspension is over',
  'tags-malformed': 'it has tags that begin as repair tags do and cannot be read: BAD1, BAD2',
  'not-enabled': 'it needs failover, and no tag on it, its group or the cluster allows repairs',
  suspended:
    'repairs are suspended until 1970-01-01 00:01:39 UTC, by the tag ganeti:watcher:autorepair:suspend:99 on group default',
  'not-allowed':
    'it needs failover, and the tag ganeti:watcher:autorepair:migrate on instance i1 allows only repairs up to migrate',
  'repair-submitted': 'failover is submitted as job 7+8',
  'would-submit': 'failover would be submitted',
  'repair-running': 'failover is on its way in job 7+8',
  'result-waiting': 'failover has ended in job 7+8, and the tag that says so is not on record yet',
  'repair-failed':
    'failover failed in job 7+8, which is not marked as this repair, so that nothing tells whether it may be tried again',
  'job-gone':
    'its tag says that its failover failed, but job 7+8 is no longer on record, so nothing tells why, or whether it really did',
  'tags-contradict':
    'its tags contradict each other: OLD is not finished, and NEW stands beside it; the first is followed',
  unreadable: 'its row is too short',
  problem: 'the job was refused',
}

const samples: readonly Reason[] = Object.values(REASON_SAMPLES)

test.each(samples)('$code', reason => {
  expect(describeReason(reason)).toBe(SENTENCES[reason.code])
})

test.each(samples)('$code has no hole', reason => {
  expect(describeReason(reason)).not.toMatch(/undefined|null|NaN|\[object|function/)
  expect(describeReason(reason)).toMatch(/^\S.*\S$/u)
})

test('every code has a sentence of its own', () => {
  expect(new Set(Object.values(SENTENCES)).size).toBe(samples.length)
})

describe('by what was seen', () => {
  test.each<[string, Reason, string]>([
    [
      'nodes that are silent beside one that is offline',
      { ...REASON_SAMPLES['too-many-offline'], silent: 2, offline: 1 },
      '3 of the 6 nodes of group default are offline or do not answer, and with more than 2 nothing is re-created there',
    ],
    [
      'a suspension without end',
      suspended(undefined, false),
      'repairs are suspended until the tag is removed, by the tag T on the cluster',
    ],
    [
      'a suspension that cannot be read',
      suspended(undefined, true),
      'repairs are suspended until the tag is removed, by the tag T on the cluster (its time cannot be read)',
    ],
    [
      'a suspension beyond all calendars',
      suspended(99999999999999n, false),
      'repairs are suspended until 99999999999999 (seconds since 1970), by the tag T on the cluster',
    ],
    [
      'a failure whose tag names no job',
      { code: 'repair-failed', type: 'migrate', jobs: [], tag: 'TAG', why: 'not-ours' },
      'migrate failed, and its tag names no job that could tell how',
    ],
    [
      'a failure under --classic',
      failed('first-failure'),
      'migrate failed in job 7, and --classic tries nothing twice',
    ],
    [
      'a failure of which its job knows nothing',
      failed('not-failed'),
      'migrate failed in job 7, as its tag says, but that job has not failed',
    ],
    [
      'a dead process',
      failed('died'),
      'migrate failed in job 7, whose process died, so that nothing tells how far it came',
    ],
    [
      'a re-creation that was called off too late',
      failed('had-begun'),
      'migrate is on record as called off in job 7, which had done more than stop the instance',
    ],
    [
      'a re-creation that was called off, in a job that is gone',
      { code: 'job-gone', type: 'reinstall', jobs: ['7'], result: 'enoperm', tag: 'TAG' },
      'its tag says that its reinstall was called off, but job 7 is no longer on record, so nothing tells how far it had come',
    ],
    [
      'a second copy that may not be whole',
      failed('half-copy'),
      'migrate failed in job 7 when its new secondary was in the configuration already, and the copy there may not be whole',
    ],
    [
      'one node that had the only copy',
      { code: 'all-copies-offline', nodes: ['n1'] },
      'every node with a copy of its disks is offline (n1), so only re-creation from nothing is left',
    ],
    [
      'a retry by the next run',
      {
        code: 'retry-later',
        type: 'migrate',
        attempt: 2,
        attemptsMax: 3,
        jobs: ['7'],
        notBeforeSeconds: undefined,
      },
      'migrate failed in job 7; attempt 2 of 3 is made by the next run',
    ],
    [
      'disks that were not made',
      { code: 'recreation-unfinished', stage: 'disks', job: '7' },
      'its re-creation in job 7 stopped half way: its disks were not made',
    ],
    [
      'a start that failed',
      { code: 'recreation-unfinished', stage: 'start', job: '7' },
      'its re-creation in job 7 stopped half way: all is done but its start',
    ],
    [
      'no room for one disk',
      { code: 'no-room', need: { kind: 'disks', copies: 1 }, group: 'g', leftOut: 0 },
      'its disks must be made anew, and no node of group g has room for them',
    ],
    [
      'no room for a second copy',
      { code: 'no-room', need: { kind: 'secondary' }, group: 'g', leftOut: 0 },
      'it needs another secondary, and no other node of group g has room for its disks',
    ],
    [
      'no room for the whole',
      { code: 'no-room', need: { kind: 'node' }, group: 'g', leftOut: 0 },
      'it needs another node, and no other of group g has room for it',
    ],
    [
      'no room, and a node that is not for use',
      { code: 'no-room', need: { kind: 'secondary' }, group: 'g', leftOut: 1 },
      'it needs another secondary, and no other node of group g has room for its disks (1 other is offline, drained or silent)',
    ],
    [
      'no room, and nodes that are not for use',
      { code: 'no-room', need: { kind: 'node' }, group: 'g', leftOut: 2 },
      'it needs another node, and no other of group g has room for it (2 others are offline, drained or silent)',
    ],
    [
      'old volumes where there is room',
      { code: 'no-room', need: { kind: 'old-volumes', node: 'n2' }, group: 'g', leftOut: 0 },
      'it needs another node, and of group g only n2 has room for it, where volumes of its disks from before stop a copy',
    ],
    [
      'no memory where it has to be started',
      {
        code: 'no-room',
        need: { kind: 'memory', node: 'n2', neededMiB: 512, freeMiB: 100.5 },
        group: 'g',
        leftOut: 0,
      },
      'node n2 does not have the memory to start it: 512 MiB are needed, 100 MiB are free',
    ],
  ])('%s', (_, reason, sentence) => {
    expect(describeReason(reason)).toBe(sentence)
  })
})

function suspended(untilSeconds: bigint | undefined, unreadable: boolean): Reason {
  const by = { level: 'cluster', object: 'cluster', tag: 'T' } as const
  return { code: 'suspended', permission: { kind: 'suspended', untilSeconds, unreadable, by } }
}

function failed(why: WhyFinal): Reason {
  return { code: 'repair-failed', type: 'migrate', jobs: ['7'], tag: 'TAG', why }
}
