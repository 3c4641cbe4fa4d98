import { describe, expect, test } from 'vitest'
import { simulatedTwin } from '../real-cluster-file.ts'
import { chosenStories } from './catalogue/all.ts'
import { differences } from './differences.ts'
import type { Telling } from './play.ts'

function telling(...lines: string[]): Telling {
  return {
    seconds: 1,
    scenes: [
      { step: 'first', lines: ['same'] },
      { step: 'second', lines },
    ],
  }
}

describe('differences', () => {
  test('there are none between tellings that only took another time', () => {
    expect(differences(telling('a', 'b'), { ...telling('a', 'b'), seconds: 9 })).toEqual([])
  })

  test('each line that only one world has is told, with its step', () => {
    expect(differences(telling('a', 'b'), telling('a', 'c'))).toEqual([
      'step 1, second, differs:',
      '  real:      b',
      '  simulated: c',
    ])
  })

  test('another order, a line twice, or a step less is a difference, too', () => {
    expect(differences(telling('a', 'b'), telling('b', 'a'))).toHaveLength(1)
    expect(differences(telling('a'), telling('a', 'a'))).toHaveLength(1)
    expect(differences(telling('a'), { seconds: 1, scenes: telling().scenes.slice(0, 1) })).toHaveLength(2)
  })
})

describe('the twin of a real cluster', () => {
  test('has what the file says, and the jobs by which the real one was made', () => {
    const twin = simulatedTwin(`
      cluster tags=a:b        # a comment
      group rack2 alloc_policy=last_resort tags=c,d
      node n1
      node n2 group=rack2 drained
      inst i1 drbd pnode=n1 snode=n2 disk=128,256 mem=512 vcpus=2 down tags=e:f
      inst i2 diskless pnode=n1
    `)
    expect(twin.cluster.tags).toEqual(['a:b'])
    expect(twin.groups.map(({ name, allocPolicy }) => [name, allocPolicy])).toEqual([
      ['default', undefined],
      ['rack2', 'last_resort'],
    ])
    expect(twin.nodes).toMatchObject([
      { name: 'n1', group: 'default', drained: false },
      { name: 'n2', group: 'rack2', drained: true },
    ])
    expect(twin.instances).toMatchObject([
      { name: 'i1', secondary: 'n2', disksMiB: [128, 256], memoryMiB: 512, vcpus: 2, adminState: 'down' },
      { name: 'i2', disksMiB: [], adminState: 'down' },
    ])
    const opcodes = twin.finishedJobs?.map(job => job.opcodes.map(opcode => opcode['OP_ID']))
    expect(opcodes).toEqual([
      ['OP_CLUSTER_POST_INIT'],
      ['OP_GROUP_ADD'],
      ['OP_NODE_ADD'],
      ['OP_INSTANCE_CREATE'],
      ['OP_INSTANCE_CREATE'],
      ['OP_TAGS_SET'],
      ['OP_TAGS_SET'],
      ['OP_NODE_SET_PARAMS'],
    ])
  })

  test('is not made from a line or a word that means nothing', () => {
    expect(() => simulatedTwin('knot n1')).toThrow('a cluster file has no line like this: knot n1')
    expect(() => simulatedTwin('inst i1 rbd pnode=n1')).toThrow('disk template rbd')
    expect(() => simulatedTwin('node n1\nnode n2 offline')).toThrow('marks its nodes offline itself')
  })
})

test('a story that does not exist cannot be chosen', () => {
  expect(() => chosenStories('node-offline,nothing')).toThrow('a story that does not exist: nothing')
  expect(chosenStories('node-offline').map(({ name }) => name)).toEqual(['node-offline'])
})
