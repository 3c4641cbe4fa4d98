import { describe, expect, test } from 'vitest'
import type { JsonValue } from '../../../../src/cluster/json.ts'
import { Client } from '../client.ts'
import { MIRRORED, smallCluster } from '../small-cluster.ts'
import { statuses, tag } from './job-fixture.ts'

/** Whether a rule with this predicate holds a job: a tag with a comment and the reason ["src", "text", 123]. */
function holds(kind: string, filter: JsonValue): boolean {
  const client = new Client(smallCluster(MIRRORED))
  client.submit(tag('web1', 'before'))
  client.settle()
  client.call('ReplaceFilter', null, 0, [[kind, filter]], 'PAUSE', [])
  const opcode = { ...tag('web1', 'f2'), comment: 'hello', reason: [['src', 'text', 123]] }
  const id = client.submit(opcode)
  client.settle()
  return statuses(client, id)[0] === 'queued'
}

const EQUAL: JsonValue = ['=', 'reason', 'text']
const PATTERN: JsonValue = ['=~', 'reason', 'zzz']

describe('a predicate on reasons', () => {
  // The first five: seen on a real Ganeti 3.0.2.
  test.each<[string, JsonValue, boolean]>([
    ['a pattern, negated', ['!', PATTERN], false],
    ['a pattern before what is true', ['|', PATTERN, EQUAL], false],
    ['a pattern behind what is true', ['|', EQUAL, PATTERN], true],
    ['a text is no more than a number', ['>', 'source', 5], false],
    ['but less', ['<', 'source', 5], true],
    ['a pattern behind what is false', ['&', ['=', 'reason', 'other'], PATTERN], false],
    ['the time', ['<=', 'timestamp', 123], true],
    ['a field that does not exist', ['!', ['=', 'colour', 'red']], false],
    ['nothing', null, true],
  ])('%s', (_, filter, expected) => {
    expect(holds('reason', filter)).toBe(expected)
  })
})

describe('a predicate on opcodes', () => {
  // All but the last three: seen on a real Ganeti 3.0.2.
  test.each<[string, JsonValue, boolean]>([
    ['the comment is not to be seen', ['=', 'comment', 'hello'], false],
    [
      'a field that is not there, behind what is true',
      ['|', ['=', 'OP_ID', 'OP_TAGS_SET'], ['=', 'nosuch', 1]],
      false,
    ],
    ['a pattern', ['=~', 'name', '^web'], true],
    ['a member of a list', ['=[]', 'tags', 'f2'], true],
    ['the truth of a text', ['?', 'name'], false],
    ['a text is not less than a number', ['<', 'name', 5], false],
    ['but more', ['>', 'name', 5], true],
    ['the truth of a text, negated', ['!', ['?', 'name']], false],
    ['a member of a text', ['!', ['=[]', 'name', 'web1']], false],
  ])('%s', (_, filter, expected) => {
    expect(holds('opcode', filter)).toBe(expected)
  })
})

describe('a predicate on ids', () => {
  test.each<[string, JsonValue, boolean]>([
    ['later than the rule', ['>', 'id', 'watermark'], true],
    ['not later than the rule', ['<=', 'id', 'watermark'], false],
    ['this one', ['=', 'id', 2], true],
    ['another one', ['!=', 'id', 1], true],
    ['a text', ['!=', 'id', 'two'], false],
    ['another field', ['!=', 'number', 2], false],
  ])('%s', (_, filter, expected) => {
    expect(holds('jobid', filter)).toBe(expected)
  })
})
