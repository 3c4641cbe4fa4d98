import { describe, expect, test } from 'vitest'
import { Client } from '../client.ts'
import { MIRRORED, smallCluster } from '../small-cluster.ts'

const SET = { OP_ID: 'OP_TAGS_SET', kind: 'instance', name: 'web1' }
const DEL = { OP_ID: 'OP_TAGS_DEL', kind: 'instance', name: 'web1' }

describe('TAGS_SET', () => {
  test('adds tags, and bumps the serial number', () => {
    const client = new Client(smallCluster({ ...MIRRORED, tags: ['b'] }))
    expect(client.run({ ...SET, tags: ['c', 'a', 'b'] })).toEqual(['success', [null]])
    expect(client.call('QueryInstances', ['web1'], ['tags', 'serial_no'], false)).toEqual([
      [['a', 'b', 'c'], 2],
    ])
  })

  test.each([
    ['cluster', null, 'cluster', ''],
    ['nodegroup', 'default', 'nodegroup', 'default'],
    ['node', 'node1', 'node', 'node1'],
  ])('works on a %s', (kind, name, queried, queriedName) => {
    const client = new Client(smallCluster())
    expect(client.run({ OP_ID: 'OP_TAGS_SET', kind, name, tags: ['x:y'] })).toEqual(['success', [null]])
    expect(client.call('QueryTags', queried, queriedName)).toEqual(['x:y'])
  })

  test.each([
    ['', 'Tags cannot be empty'],
    ['a b', 'Tag contains invalid characters'],
    ['x'.repeat(129), 'Tag too long (>128 characters)'],
  ])('refuses %j and stores none of the opcode’s tags', (tag, message) => {
    const client = new Client(smallCluster(MIRRORED))
    expect(client.run({ ...SET, tags: ['good', tag] })).toEqual(['error', [['TagError', [message]]]])
    expect(client.instance('web1.example.com').tags).toEqual([])
  })

  test('takes 128 letters of any script', () => {
    const client = new Client(smallCluster(MIRRORED))
    expect(client.run({ ...SET, tags: ['ä'.repeat(128)] })).toEqual(['success', [null]])
  })

  test('stores no more than 4096 tags, and checks that even for one that is there', () => {
    const tags = Array.from({ length: 4_096 }, (_, index) => `t${index}`)
    const client = new Client(smallCluster({ ...MIRRORED, tags }))
    const error = [['OpExecError', ['Error while setting tag: Too many tags']]]
    expect(client.run({ ...SET, tags: ['t0'] })).toEqual(['error', error])
  })

  test('of an unknown object is an error of the job', () => {
    const client = new Client(smallCluster())
    expect(client.run({ ...SET, tags: ['a'] })).toEqual([
      'error',
      [['OpPrereqError', ["Instance 'web1' not known", 'unknown_entity']]],
    ])
    expect(client.run({ ...SET, kind: 'nodegroup', name: 'defaul', tags: ['a'] })).toEqual([
      'error',
      [['OpPrereqError', ["Node group 'defaul' not found", 'unknown_entity']]],
    ])
  })

  test('as a dry run changes nothing', () => {
    const client = new Client(smallCluster(MIRRORED))
    expect(client.run({ ...SET, tags: ['a'], dry_run: true })).toEqual(['success', [null]])
    expect(client.instance('web1.example.com').tags).toEqual([])
  })
})

describe('TAGS_DEL', () => {
  test('removes tags', () => {
    const client = new Client(smallCluster({ ...MIRRORED, tags: ['a', 'b'] }))
    expect(client.run({ ...DEL, tags: ['a'] })).toEqual(['success', [null]])
    expect(client.instance('web1.example.com').tags).toEqual(['b'])
  })

  test('removes none where one is absent', () => {
    const client = new Client(smallCluster({ ...MIRRORED, tags: ['a'] }))
    expect(client.run({ ...DEL, tags: ['z', 'a', 'y'] })).toEqual([
      'error',
      [['OpPrereqError', ["Tag(s) 'y', 'z' not found", 'unknown_entity']]],
    ])
    expect(client.instance('web1.example.com').tags).toEqual(['a'])
  })

  test('of the same tag twice fails', () => {
    const client = new Client(smallCluster({ ...MIRRORED, tags: ['a'] }))
    expect(client.run({ ...DEL, tags: ['a', 'a'] })).toEqual(['error', [['TagError', ['Tag not found']]]])
    expect(client.instance('web1.example.com').tags).toEqual(['a'])
  })
})
