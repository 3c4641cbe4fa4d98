import { expect, test } from 'vitest'
import { simulatedWorld } from '../simulated-world.ts'
import { drawSteps } from './draw-steps.ts'
import { firstDifference } from './first-difference.ts'
import { tell } from './tell.ts'
import { CAST, CLUSTER_FILE } from './the-cluster.ts'

/* What `npm run fidelity:random` tells on a real Ganeti, too, can be told in the simulator, and comes to an end that is good. */

test('the cast are all but the master', () => {
  expect(CAST.nodes).toEqual(['node2', 'node3', 'node4', 'node5'])
  expect(CAST.instances).toHaveLength(8)
})

test('a seed is a story, and another one another', () => {
  expect(drawSteps(7, CAST)).toEqual(drawSteps(7, CAST))
  expect(drawSteps(8, CAST)).not.toEqual(drawSteps(7, CAST))
})

test.each(Array.from({ length: 12 }, (_, index) => index + 1))('story %d comes to rest', async seed => {
  const scenes = await tell(drawSteps(seed, CAST), simulatedWorld(CLUSTER_FILE), CAST)
  const [before, last] = scenes.slice(-2)
  expect(last?.step).toBe('harep')
  expect(last?.lines).toEqual(before?.lines)
})

test('the first step after which two tellings differ is told, with those before it', () => {
  const one = [
    { step: 'kill node2', lines: ['a'] },
    { step: 'harep', lines: ['b', 'c'] },
    { step: 'harep', lines: ['d'] },
  ]
  expect(firstDifference(one, structuredClone(one))).toBeUndefined()
  const other = [one[0], { step: 'harep', lines: ['b', 'x'] }].flatMap(scene => scene ?? [])
  expect(firstDifference(one, other)?.split('\n')).toEqual([
    '  kill node2',
    '  harep',
    '    real:      c',
    '    simulated: x',
  ])
})
