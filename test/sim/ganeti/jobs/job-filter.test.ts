import { describe, expect, test } from 'vitest'
import { Client } from '../client.ts'
import { MIRRORED, smallCluster } from '../small-cluster.ts'

const tag = (name: string, reason: string) => ({
  OP_ID: 'OP_TAGS_SET',
  kind: 'instance',
  name: 'web1',
  tags: [name],
  reason: [['harep', reason, 1_795_338_285_750_717_000]],
})
const held = [['reason', ['==', 'reason', 'harep-hold:1']]]

function statuses(client: Client, ...ids: number[]) {
  client.settle()
  return client.jobs(ids, ['status']).flat()
}

describe('a filter', () => {
  test('holds the jobs of its reason until it is deleted', () => {
    const client = new Client(smallCluster(MIRRORED))
    const uuid = client.call('ReplaceFilter', null, 0, held, 'PAUSE', [['harep', 'text', 1]])
    const jobs = [client.submit(tag('a', 'harep-hold:1')), client.submit(tag('b', 'harep-hold:2'))]
    expect(statuses(client, ...jobs)).toEqual(['queued', 'success'])
    expect(
      client.call('QueryFilters', null, ['uuid', 'watermark', 'priority', 'predicates', 'action']),
    ).toEqual([[uuid, 0, 0, held, 'PAUSE']])
    expect(client.call('DeleteFilter', uuid)).toBeNull()
    expect(statuses(client, ...jobs)).toEqual(['success', 'success'])
    expect(client.refusal('DeleteFilter', uuid)).toEqual([
      'GenericError',
      [`Filter rule with UUID ${uuid} does not exist`],
    ])
  })

  test('may reject, by id or by opcode', () => {
    const client = new Client(smallCluster(MIRRORED))
    client.submit(tag('a', 'x'))
    client.settle()
    client.call(
      'ReplaceFilter',
      null,
      0,
      [
        ['jobid', ['>', 'id', 'watermark']],
        ['opcode', ['==', 'OP_ID', 'OP_TAGS_SET']],
      ],
      'REJECT',
      [],
    )
    expect(statuses(client, client.submit(tag('b', 'x')))).toEqual(['canceled'])
  })

  test('that accepts shields from those behind it, one that continues does not', () => {
    const client = new Client(smallCluster(MIRRORED))
    client.call('ReplaceFilter', null, 5, held, 'PAUSE', [])
    client.call('ReplaceFilter', null, 1, held, 'CONTINUE', [])
    const first = client.submit(tag('a', 'harep-hold:1'))
    expect(statuses(client, first)).toEqual(['queued'])
    client.call('ReplaceFilter', null, 2, held, 'ACCEPT', [])
    expect(statuses(client, first)).toEqual(['success'])
  })

  test('knows no regular expressions in reasons', () => {
    const client = new Client(smallCluster(MIRRORED))
    client.call('ReplaceFilter', null, 0, [['reason', ['=~', 'reason', '^harep']]], 'PAUSE', [])
    expect(statuses(client, client.submit(tag('a', 'harep')))).toEqual(['success'])
  })

  test('is refused where it makes no sense', () => {
    const client = new Client(smallCluster(MIRRORED))
    const problem = (...args: Parameters<Client['refusal']>) => client.refusal(...args)
    expect(problem('ReplaceFilter', null, -1, held, 'PAUSE', [])).toMatch(
      /^Failed to parse request: .*non-negative/s,
    )
    expect(problem('ReplaceFilter', null, 0, held, 'HOLD', [])).toMatch(
      /malformed FilterAction JSON: "HOLD"$/,
    )
    expect(problem('ReplaceFilter', null, 0, [['job', null]], 'PAUSE', [])).toMatch(
      /malformed FilterPredicate/,
    )
    expect(problem('ReplaceFilter', 'x', 0, held, 'PAUSE', [])).toEqual([
      'GenericError',
      ['Unable to parse UUID'],
    ])
  })
})
