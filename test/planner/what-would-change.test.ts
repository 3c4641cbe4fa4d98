import { expect, test } from 'vitest'
import type { Reason, ReasonCode } from '../../src/planner/reason.ts'
import { whatWouldChange } from '../../src/planner/what-would-change.ts'
import { REASON_SAMPLES } from '../builders/reasons.ts'

/** What ends each of these; the others end by themselves, or need not end. */
const WAYS_OUT: Readonly<Partial<Record<ReasonCode, string>>> = {
  'copy-on-drained-node': 'gnt-node modify --drained=no n2; the next run fails it over, if n2 has the memory',
  'copy-behind':
    'bringing n1 back, which has the newer data; gnt-instance failover i1 if what was written there since may be lost',
  'node-silent': 'if it is dead: gnt-node modify --offline=yes n1',
  'no-secondary': 'gnt-cluster verify shows what is damaged',
  'mixed-disks': 'moving it by hand, or bringing its node back',
  'user-down': 'gnt-instance shutdown i1 if it is to stay down, gnt-instance startup i1 if not',
  'runs-unwanted': 'gnt-instance shutdown i1 if it is to stay down, gnt-instance startup i1 if not',
  'wrong-node': 'gnt-instance migrate --cleanup i1, if a migration was interrupted',
  'stop-too-long':
    'gnt-instance move -n NODE i1 when it may be stopped for so long; once it is shut down, harep moves it to a node with room',
  'no-room': 'more room in its group; the first run that finds it goes on',
  settling: 'the time, or bringing the node back',
  'too-many-offline': 'bringing nodes back; a higher --max-offline, if they are really dead',
  busy: 'the end of that job',
  'changed-since': 'see gnt-job info 7, finish it by hand, then harep clear i1',
  'repair-cancelled': 'harep clear i1',
  'attempts-failed': 'see gnt-job info 7 8 9, mend it, then harep clear i1',
  'one-off-waiting': 'the end of the suspension',
  'tags-malformed': 'gnt-instance remove-tags i1 BAD1 BAD2',
  'not-enabled':
    'gnt-instance add-tags i1 ganeti:watcher:autorepair:failover, or the same tag on its group or the cluster',
  suspended: 'the time, or gnt-group remove-tags default ganeti:watcher:autorepair:suspend:99',
  'not-allowed':
    'gnt-instance add-tags i1 ganeti:watcher:autorepair:failover, then gnt-instance remove-tags i1 ganeti:watcher:autorepair:migrate',
  'repair-failed': 'see gnt-job info 7 8, mend it, then harep clear i1',
  'job-gone': 'look at the instance, then harep clear i1',
  'tags-contradict': 'the end of the jobs that they name; the next runs put one after the other on record',
}

test.each<Reason>(Object.values(REASON_SAMPLES))('$code', reason => {
  expect(whatWouldChange(reason, 'i1')).toBe(WAYS_OUT[reason.code])
})

test('a failure whose tag names no job has no job to look at', () => {
  const reason = { code: 'repair-failed', type: 'migrate', jobs: [], tag: 'TAG', why: 'not-ours' } as const
  expect(whatWouldChange(reason, 'i1')).toBe('mend it, then harep clear i1')
})

test('memory is wanted on the one node that has the data', () => {
  const need = { kind: 'memory', node: 'n2', neededMiB: 512, freeMiB: 100 } as const
  expect(whatWouldChange({ ...REASON_SAMPLES['no-room'], need }, 'i1')).toBe(
    'more free memory on n2; the first run that finds it goes on',
  )
})

test('a suspension without end ends with its tag alone', () => {
  const at = { level: 'cluster', object: 'cluster', tags: ['T'] } as const
  const toAllow = [{ kind: 'remove', at, untilSeconds: undefined }] as const
  expect(whatWouldChange({ ...REASON_SAMPLES.suspended, toAllow })).toBe('gnt-cluster remove-tags T')
})

test('where there are several steps, the time of the first is not enough', () => {
  const at = { level: 'instance', object: 'i1', tags: ['A', 'B'] } as const
  const toAllow = [
    { kind: 'remove', at, untilSeconds: 99n },
    { kind: 'add', type: 'migrate', inPlaceOf: { level: 'group', object: 'default', tags: ['C', 'D'] } },
  ] as const
  expect(whatWouldChange({ ...REASON_SAMPLES.suspended, toAllow }, 'i1')).toBe(
    'gnt-instance remove-tags i1 A B, then gnt-instance add-tags i1 ganeti:watcher:autorepair:migrate, or the same tag on group default in place of C and D',
  )
})

test('--classic gives no advice on tags', () => {
  const { permission } = REASON_SAMPLES.suspended
  expect(whatWouldChange({ code: 'suspended', permission })).toBeUndefined()
})

test('advice whose promise harep could not keep says what would still be in the way', () => {
  const still = { code: 'not-enabled', type: 'failover' } as const
  const tag =
    'it needs failover, and no tag on it, its group or the cluster allows repairs (to change that: gnt-instance add-tags i1 ganeti:watcher:autorepair:failover, or the same tag on its group or the cluster)'
  expect(whatWouldChange({ ...REASON_SAMPLES['copy-on-drained-node'], still }, 'i1')).toBe(
    `gnt-node modify --drained=no n2; but then ${tag}`,
  )
  expect(whatWouldChange({ ...REASON_SAMPLES['stop-too-long'], still }, 'i1')).toBe(
    `gnt-instance move -n NODE i1 when it may be stopped for so long; harep would not move it even when it is shut down, since then ${tag}`,
  )
})

test('without its name, the instance is a word to be replaced', () => {
  expect(whatWouldChange(REASON_SAMPLES['job-gone'])).toBe('look at the instance, then harep clear INSTANCE')
})
