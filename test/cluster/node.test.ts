import { expect, test } from 'vitest'
import { isAsked } from '../../src/cluster/node.ts'
import { aNode } from '../builders/cluster.ts'

test.each([
  ['a node that is well', {}, true],
  ['a drained node', { drained: true }, true],
  ['an offline node', { offline: true }, false],
  ['a node that holds no instances', { vmCapable: false }, false],
  ['an offline node that holds no instances', { offline: true, vmCapable: false }, false],
])('%s is asked for live data: %s', (_, but, asked) => {
  expect(isAsked(aNode('n1', but))).toBe(asked)
})
