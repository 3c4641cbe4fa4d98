import { describe, expect, test } from 'vitest'
import { describeReason, type Reason, type ReasonCode } from '../../src/planner/reason.ts'
import { REASON_SAMPLES } from '../builders/reasons.ts'

const SENTENCES: Readonly<Record<ReasonCode, string>> = {
  'nodes-fine': 'its nodes are fine',
  'no-rule': 'its primary node n1 is offline, and there is no repair for the disk template rbd',
  'node-drained':
    'node n1 is drained, not dead: its instances go on; move them with gnt-node migrate or gnt-instance move',
  'primary-offline': 'its primary node n1 is offline, its secondary n2 has the data',
  'secondary-offline': 'its secondary node n2 is offline, so it has no second copy',
  'all-copies-offline':
    'every node with a copy of its disks is offline (n1, n2), so only re-creation from nothing is left',
  'copy-on-drained-node':
    'node n1 is offline, but the drained node n2 has the data: undrain that one (gnt-node modify --drained=no n2), and it is failed over or made redundant again',
  'node-silent':
    'node n1 does not answer and is not marked offline: if it is dead, mark it (gnt-node modify --offline=yes n1)',
  'no-secondary':
    'it is a drbd instance without a secondary node: the configuration is damaged, see gnt-cluster verify',
  'admin-offline': 'its admin marked it offline',
  forthcoming: 'it is only forthcoming and has no disks yet',
  'no-room':
    'its disks must be made anew, and group default has not 2 nodes with room for it: it is repaired when there is room',
  'mixed-disks': 'its disks are of several templates, for which there is no repair',
  'not-enabled': 'it needs failover, and no tag on it, its group or the cluster allows repairs',
  suspended:
    'repairs are suspended until 99 (seconds since 1970), by the tag ganeti:watcher:autorepair:suspend:99 on group default',
  'not-allowed':
    'it needs failover, and the tag ganeti:watcher:autorepair:migrate on instance i1 allows only repairs up to migrate',
  'repair-submitted': 'failover is submitted as job 7+8',
  'would-submit': 'failover would be submitted',
  'repair-running': 'failover is on its way in job 7+8',
  'pending-without-job':
    'a pending failover names no job, so nothing shows whether it is done: remove its tag once you know',
  'repair-failed': 'failover failed in job 7+8: see gnt-job info 7 8, mend it, then remove the tag TAG',
  'job-gone':
    'job 7+8 of its failover is no longer on record, so its result is unknown: look at the instance, then remove the tag TAG',
  'tags-contradict':
    'its tags contradict each other: OLD is not finished, and NEW stands beside it; the first is followed, remove the other',
  unreadable: 'its row is too short',
  problem: 'the job was refused',
}

describe('describeReason', () => {
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

  test.each<[string, Reason, string]>([
    [
      'a suspension without end',
      suspended(undefined, false),
      'repairs are suspended until the tag is removed, by the tag T on the cluster',
    ],
    [
      'a suspension that cannot be read',
      suspended(undefined, true),
      'repairs are suspended until the tag is removed, by the tag T on the cluster, whose time cannot be read',
    ],
    [
      'a suspension until the year 10000',
      suspended(253402300800n, false),
      'repairs are suspended until 253402300800 (seconds since 1970), by the tag T on the cluster',
    ],
    [
      'a failure whose tag names no job',
      { code: 'repair-failed', type: 'migrate', jobs: [], tag: 'TAG' },
      'migrate failed, and its tag names no job: mend it, then remove the tag TAG',
    ],
    [
      'one node that had the only copy',
      { code: 'all-copies-offline', nodes: ['n1'] },
      'every node with a copy of its disks is offline (n1), so only re-creation from nothing is left',
    ],
  ])('%s', (_, reason, sentence) => {
    expect(describeReason(reason)).toBe(sentence)
  })
})

function suspended(untilSeconds: bigint | undefined, unreadable: boolean): Reason {
  const by = { level: 'cluster', object: 'cluster', tag: 'T' } as const
  return { code: 'suspended', permission: { kind: 'suspended', untilSeconds, unreadable, by } }
}
