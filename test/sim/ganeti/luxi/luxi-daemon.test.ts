import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { JsonValue } from '../../../../src/cluster/json.ts'
import { Client } from '../client.ts'
import { MIRRORED, smallCluster } from '../small-cluster.ts'

const client = new Client(smallCluster(MIRRORED))
const TAG = { OP_ID: 'OP_TAGS_SET', kind: 'instance', name: 'web1', tags: ['a'], reason: [] }

describe('a request that cannot be understood is answered with a text, and luxid hangs up', () => {
  test.each<[string, JsonValue, RegExp]>([
    ['no object', 7, /Invalid JSON: a JSON text/],
    ['a method that is no text', { method: 1, args: [] }, /Unable to parse LUXI request method/],
    ['too many arguments', { method: 'QueryTags', args: ['cluster', '', 1] }, /Unable to read Pair/],
    ['an unknown kind of tags', { method: 'QueryTags', args: ['os', ''] }, /TagKind: "os"/],
    ['a fractional job id', { method: 'CancelJob', args: [1.5] }, /fractional job ID/],
    ['a negative job id', { method: 'ArchiveJob', args: [-1] }, /Invalid value for job ID/],
    ['a job id that is no number', { method: 'QueryJobs', args: [['12a'], ['id']] }, /parsing job id/],
    [
      'a timeout that is no number',
      { method: 'WaitForJobChange', args: [1, [], null, null, '5'] },
      /Unable to read Int/,
    ],
    [
      'jobs that are no list',
      { method: 'SubmitManyJobs', args: [[TAG]] },
      /SubmitManyJobs: Unable to read list/,
    ],
    [
      'an opcode that is no object',
      { method: 'SubmitJob', args: [['OP_TAGS_SET']] },
      /SubmitJob: Unable to read JSObject/,
    ],
    [
      'a wrong priority',
      { method: 'SubmitJob', args: [[{ ...TAG, priority: 5 }]] },
      /'priority': .*OpSubmitPriority: 5/,
    ],
    [
      'a wrong type',
      { method: 'SubmitJob', args: [[{ ...TAG, tags: 'a' }]] },
      /SubmitJob: Can't parse value for 'tags': Unable to read list/,
    ],
    [
      'a wrong reason',
      { method: 'SubmitJob', args: [[{ ...TAG, reason: [['a', 'b']] }]] },
      /'reason': Unable to read Triple/,
    ],
    [
      'a wrong dependency',
      { method: 'SubmitJob', args: [[{ ...TAG, depends: [[1, ['done']]] }]] },
      /FinalizedJobStatus/,
    ],
    [
      'reason null',
      { method: 'SubmitJob', args: [[{ ...TAG, reason: null }]] },
      /'reason': Unable to read list/,
    ],
  ])('%s', (_, request, expected) => {
    const answer = client.send(request)
    expect(answer).toMatchObject({ success: false, close: true })
    expect(answer?.result).toMatch(/^Failed to parse request: /)
    expect(answer?.result).toMatch(expected)
  })

  test('one bad opcode, and nothing of the call is accepted', () => {
    const before = client.cluster.snapshot().jobs.length
    expect(client.refusal('SubmitManyJobs', [[TAG], [{ ...TAG, extra: 1 }]])).toMatch(/Superfluous/)
    client.settle()
    expect(client.cluster.snapshot().jobs.length).toBe(before)
  })
})

test('job ids may be texts, in the forms that Haskell reads', () => {
  expect(client.call('QueryJobs', ['0x10', ' 9', '(8)', 7], ['id'])).toEqual([[16], [9], [8], [7]])
})

test('whatever arrives, the answer is one of luxid’s, and the cluster goes on', () => {
  const method = fc.constantFrom(
    'Query',
    'QueryFields',
    'QueryJobs',
    'QueryNodes',
    'SubmitJob',
    'SubmitManyJobs',
    'WaitForJobChange',
    'CancelJob',
    'ChangeJobPriority',
    'ArchiveJob',
    'AutoArchiveJobs',
    'QueryTags',
    'ReplaceFilter',
    'DeleteFilter',
    'QueryFilters',
    'QueryConfigValues',
    'SetWatcherPause',
  )
  const scrap = fc.constantFrom<JsonValue>(
    'node',
    'job',
    'name',
    'id',
    'web1',
    1,
    0,
    null,
    true,
    [],
    ['name'],
    ['id', 'ops'],
    ['|', ['==', 'name', 'node1']],
    [['reason', ['=', 'reason', 'x']]],
    'PAUSE',
    [TAG],
    [[TAG]],
    {},
  )
  const args = fc.oneof(fc.array(fc.oneof(scrap, fc.jsonValue()), { maxLength: 6 }), fc.jsonValue())
  fc.assert(
    fc.property(method, args, (name, given) => {
      const fresh = new Client(smallCluster(MIRRORED))
      // fast-check's JSON values are what JSON.parse gives; it types them as unknown inside.
      const answer = fresh.send({ method: name, args: given as JsonValue })
      if (answer === undefined) return
      if (answer.success) expect(answer.close).toBe(false)
      else if (typeof answer.result === 'string') expect(answer.close).toBe(true)
      else expect(answer.result).toEqual([expect.any(String), expect.any(Array)])
      expect(fresh.call('QueryConfigValues', ['cluster_name'])).toEqual(['cluster.example.com'])
    }),
    { numRuns: 500 },
  )
})
