import { expect, test } from 'vitest'
import type { ClusterDefinition } from '../../../sim/ganeti/cluster-definition.ts'
import { chosenNodes } from '../../../sim/invariants/chosen-nodes.ts'
import { ByHand, web } from './by-hand.ts'

const MOVE = { OP_ID: 'OP_INSTANCE_MOVE', shutdown_timeout: 120, ignore_consistency: false }

function stageOf(cluster: Partial<ClusterDefinition> = {}): ByHand {
  const instances = (['web', 'mail', 'dns'] as const).map((name, index) => {
    const { secondary: _, ...one } = web({ name, diskTemplate: 'plain', tags: ['service:dns'] })
    return { ...one, primary: name === 'dns' ? 'node1' : `node${index + 2}` }
  })
  const stage = new ByHand(chosenNodes, instances, cluster)
  stage.hold()
  return stage
}

test('a node of the group that is well is a good choice', () => {
  const stage = stageOf()
  stage.repair('failover', 'web', { ...MOVE, target_node: 'node4' })
  expect(stage.found).toEqual([])
})

test('a node that is drained, offline or of another group is found', () => {
  const stage = stageOf({
    groups: [{ name: 'default' }, { name: 'other' }],
    nodes: [
      ...[1, 2, 3, 4].map(number => ({ name: `node${number}`, group: 'default' })),
      { name: 'node5', group: 'other' },
      { name: 'node6', group: 'default', drained: true },
      { name: 'node7', group: 'default', offline: true },
    ],
  })
  stage.repair('failover', 'web', { ...MOVE, target_node: 'node5' })
  stage.repair('failover', 'mail', { ...MOVE, target_node: 'node6' })
  stage.repair('failover', 'dns', { ...MOVE, target_node: 'node7' })
  expect(stage.found).toEqual([
    'job 1, failover of web, is to use node5, which is of another group',
    'job 2, failover of mail, is to use node6, which is drained',
    'job 3, failover of dns, is to use node7, which is offline',
  ])
})

test('two that are to be kept apart are found on one node, one of them there or both on their way', () => {
  const stage = stageOf({ cluster: { name: 'cluster.example.com', tags: ['htools:iextags:service'] } })
  stage.repair('failover', 'web', { ...MOVE, target_node: 'node1' })
  expect(stage.found).toEqual([
    'job 1, failover of web, is to use node1, which has dns with the same tag service:dns',
  ])
  const both = stageOf({ cluster: { name: 'cluster.example.com', tags: ['htools:iextags:service'] } })
  both.repair('failover', 'web', { ...MOVE, target_node: 'node4' })
  both.repair('failover', 'mail', { ...MOVE, target_node: 'node4' })
  expect(both.found).toEqual([
    'job 2, failover of mail, is to use node4, which has web with the same tag service:dns',
  ])
})

test('a tag that keeps nobody apart is none', () => {
  const stage = stageOf()
  stage.repair('failover', 'web', { ...MOVE, target_node: 'node1' })
  expect(stage.found).toEqual([])
})
