import { expect, test } from 'vitest'
import { changedSince } from '../../../src/planner/healing/changed-since.ts'
import { indexQueue } from '../../../src/planner/healing/queue-index.ts'
import type { QueuedJob } from '../../../src/planner/queue.ts'
import { anInstance } from '../../builders/cluster.ts'
import { aJob, anOpcode, NOW } from '../../builders/plan.ts'

const ENDED = NOW - 300
const failed = aJob('7', {
  status: 'error',
  endedSeconds: ENDED,
  opcodes: [anOpcode('REINSTALL', 'error')],
  repair: { type: 'reinstall', id: 'ID' },
})

function since(queue: readonly QueuedJob[], mtimeSeconds: number | undefined = ENDED, job = failed) {
  return changedSince(anInstance({ mtimeSeconds }), job, indexQueue([job, ...queue], new Map()))
}

const tags = (name: 'TAGS_SET' | 'TAGS_DEL', endedSeconds: number | undefined) =>
  aJob('9', { endedSeconds, opcodes: [anOpcode(name, 'success')] })
const reboot = (endedSeconds: number | undefined, but: Partial<QueuedJob> = {}) =>
  aJob('8', { endedSeconds, ...but })

test.each<[string, readonly QueuedJob[], number]>([
  ['nothing at all', [], ENDED],
  ['it was changed before the job ended', [], ENDED - 1],
  ['another job ended in the same moment', [reboot(ENDED)], ENDED],
  ['a repair of ours came after it', [reboot(NOW - 200, { repair: { type: 'reinstall', id: 'B' } })], ENDED],
  ['a tag was set, which changes its time', [tags('TAGS_SET', NOW - 200)], NOW - 200],
  ['a tag was removed', [tags('TAGS_DEL', NOW - 200)], NOW - 200],
  ['a tag is being written', [tags('TAGS_SET', undefined)], ENDED],
])('unchanged: %s', (_, queue, mtimeSeconds) => {
  expect(since(queue, mtimeSeconds)).toBeUndefined()
})

const CONFIGURATION = 'its configuration was changed since'
test.each<[string, readonly QueuedJob[], number, string]>([
  ['another job ended after it', [reboot(ENDED + 1)], ENDED, 'job 8 has named it since'],
  ['another job has no end', [reboot(undefined)], ENDED, 'job 8 has named it since'],
  ['another job is under way', [reboot(ENDED - 9, { status: 'running' })], ENDED, 'job 8 has named it since'],
  [
    'a job set a tag and did more',
    [reboot(NOW, { opcodes: [anOpcode('TAGS_SET', 'success'), anOpcode('REBOOT', 'success')] })],
    ENDED,
    'job 8 has named it since',
  ],
  ['its time is later', [], ENDED + 1, CONFIGURATION],
  ['its time is later than the last tag', [tags('TAGS_SET', NOW - 200)], NOW - 199, CONFIGURATION],
  ['only a reboot that ended before could explain its time', [reboot(ENDED - 1)], ENDED + 1, CONFIGURATION],
  [
    'what could explain its time is a repair of ours, which sets no tags',
    [reboot(NOW - 200, { repair: { type: 'reinstall', id: 'B' } })],
    NOW - 200,
    CONFIGURATION,
  ],
])('changed: %s', (_, queue, mtimeSeconds, what) => {
  expect(since(queue, mtimeSeconds)).toBe(what)
})

test('a job without an end tells nothing', () => {
  expect(since([], ENDED, { ...failed, endedSeconds: undefined })).toBe('job 7 has no end on record')
})
