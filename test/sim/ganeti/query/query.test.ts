import { describe, expect, test } from 'vitest'
import { compareNice } from '../../../../sim/ganeti/query/nice-sort.ts'
import type { JsonValue } from '../../../../src/cluster/json.ts'
import { Client } from '../client.ts'
import { LOCAL, MIRRORED, SHARED, smallCluster } from '../small-cluster.ts'

const client = new Client(
  smallCluster(MIRRORED, LOCAL, SHARED, {
    name: 'web10.example.com',
    diskTemplate: 'diskless',
    primary: 'node3',
    adminState: 'down',
    tags: ['z', 'a'],
  }),
)

function names(what: string, filter: JsonValue): JsonValue {
  const result = client.call('Query', what, ['name'], filter)
  return JSON.parse(JSON.stringify(result)).data.map((row: [[number, string]]) => row[0][1])
}

describe('filters', () => {
  test.each<[JsonValue, string[]]>([
    [['==', 'pnode', 'node3'], ['web10.example.com']],
    [['=', 'disk_template', 'drbd'], ['web1.example.com']],
    [
      ['!=', 'disk_template', 'drbd'],
      ['db1.example.com', 'mail1.example.com', 'web10.example.com'],
    ],
    [
      ['?', 'admin_up'],
      ['db1.example.com', 'mail1.example.com', 'web1.example.com'],
    ],
    [['!', ['?', 'admin_up']], ['web10.example.com']],
    [
      ['>', 'be/maxmem', 200],
      ['db1.example.com', 'mail1.example.com', 'web1.example.com'],
    ],
    [['<=', 'be/maxmem', 128], ['web10.example.com']],
    [
      ['=~', 'name', '^web'],
      ['web1.example.com', 'web10.example.com'],
    ],
    [['=[]', 'tags', 'a'], ['web10.example.com']],
    [['=[]', 'snodes', 'node3'], ['web1.example.com']],
    [['&', ['=~', 'name', 'web'], ['==', 'status', 'running']], ['web1.example.com']],
    [['|', ['==', 'os', 'nosuch'], ['==', 'status', 'ADMIN_down']], ['web10.example.com']],
    [['&'], ['db1.example.com', 'mail1.example.com', 'web1.example.com', 'web10.example.com']],
    [['|'], []],
    [['&', ['|']], []],
    // Equality on names holds for a beginning that ends at a dot.
    [['&', ['==', 'name', 'web1']], ['web1.example.com']],
    // A field without a normal value passes.
    [
      ['==', 'disk.size/1', 7],
      ['db1.example.com', 'mail1.example.com', 'web1.example.com', 'web10.example.com'],
    ],
  ])('%j', (filter, expected) => {
    expect(names('instance', filter)).toEqual(expected)
  })

  test.each<[JsonValue, RegExp]>([
    [['?', 'name'], /ParameterError.*Unexpected value '\\"db1.example.com\\"' in boolean context/],
    [['<', 'name', 3], /ParameterError.*Invalid types in comparison/],
    [['==', 'nosuch', 'x'], /ParameterError.*Can't find field named 'nosuch'/],
    [['==', 'name', true], /^"Failed to parse request/],
    [['==', 'name', 1.5], /^"Failed to parse request/],
    [['<>', 'name', 'x'], /^"Failed to parse request.*Unknown filter operand '<>'/],
    [['?', 'a', 'b'], /^"Failed to parse request/],
    ['name', /^"Failed to parse request.*expected array \[string, args\]/],
  ])('%j is refused', (filter, expected) => {
    expect(JSON.stringify(client.refusal('Query', 'instance', ['name'], filter))).toMatch(expected)
  })

  test('nested without end are refused', () => {
    let filter: JsonValue = ['?', 'admin_up']
    for (let depth = 0; depth < 1_000; depth += 1) filter = ['!', filter]
    expect(client.refusal('Query', 'instance', ['name'], filter)).toMatch(/nested too deeply/)
  })
})

describe('rows', () => {
  test('of named objects come in the order asked for, duplicates included', () => {
    const named = (name: string) => ['==', 'name', name]
    expect(names('node', ['|', named('node3'), ['|', named('node1'), named('node3')]])).toEqual([
      'node3',
      'node1',
      'node3',
    ])
  })

  test('of the older methods simply lack what does not exist, and are sorted', () => {
    expect(client.call('QueryNodes', ['node9', 'node3', 'node1'], ['name'], false)).toEqual([
      ['node1'],
      ['node3'],
    ])
    expect(client.refusal('QueryNodes', [], ['name', 'x', 'y'], false)).toEqual([
      'OpPrereqError',
      ['Unknown output fields selected: x, y', 'wrong_input'],
    ])
    expect(client.refusal('QueryNodes', [], ['name'], true)).toEqual([
      'OpPrereqError',
      ['Sync queries are not allowed', 'wrong_input'],
    ])
  })

  test('have tags sorted', () => {
    expect(client.call('QueryInstances', ['web10'], ['tags'], false)).toEqual([[['a', 'z']]])
  })
})

test('nice sort takes numbers as numbers', () => {
  expect(['node10', 'node9', 'node1', 'a', 'node09b', 'node'].sort(compareNice)).toEqual([
    'a',
    'node',
    'node1',
    'node9',
    'node09b',
    'node10',
  ])
})

test('what luxid does not answer itself, and what nobody answers', () => {
  expect(client.refusal('Query', 'os', ['name'], null)).toEqual([
    'GenericError',
    ["Query 'ItemTypeOpCode QROs' not supported"],
  ])
  expect(client.call('Query', 'network', ['name'], null)).toMatchObject({ data: [] })
})

test.each(['node', 'instance', 'group', 'job', 'lock', 'filter', 'network', 'export'])(
  'every field of %s can be asked for',
  what => {
    // The shape of this answer is what captures.test.ts compares with a real one.
    const { fields } = JSON.parse(JSON.stringify(client.call('QueryFields', what, null))) as {
      fields: { name: string; title: string }[]
    }
    const all = fields.map(field => field.name)
    expect(all.length).toBeGreaterThan(1)
    expect(new Set(all).size).toBe(all.length)
    expect([...all].sort(compareNice)).toEqual(all)
    expect(fields.every(field => !/\s/.test(field.title))).toBe(true)
    const result = JSON.parse(JSON.stringify(client.call('Query', what, all, null)))
    expect(result.fields.map((field: { kind: string }) => field.kind)).not.toContain('unknown')
  },
)

describe('what an instance is seen to do', () => {
  const status = (other: Client) => other.instance('db1.example.com').status
  test('follows its node and its admin state', () => {
    const other = new Client(smallCluster(LOCAL))
    expect(status(other)).toBe('running')
    other.cluster.crashInstance('db1.example.com')
    expect(status(other)).toBe('ERROR_down')
    other.cluster.powerOff('node2')
    expect(status(other)).toBe('ERROR_nodedown')
    other.cluster.setNodeOffline('node2', true)
    expect(status(other)).toBe('ERROR_nodeoffline')
    other.cluster.powerOn('node2')
    other.cluster.setNodeOffline('node2', false)
    expect(status(other)).toBe('ERROR_down')
  })

  test('may be to run where it should not', () => {
    const other = new Client(smallCluster(MIRRORED))
    other.cluster.setNodeOffline('node2', true)
    other.run({ OP_ID: 'OP_INSTANCE_FAILOVER', instance_name: 'web1' })
    expect(other.instance('web1.example.com').runningOn).toEqual(['node2', 'node3'])
    other.cluster.setNodeOffline('node2', false)
    expect(other.instance('web1.example.com').status).toBe('running')
  })
})
