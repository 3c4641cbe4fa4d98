import { describe, expect, test } from 'vitest'
import { LAYOUTS } from '../../../sim/exhaust/layout.ts'
import { doubleStories, singleStories } from '../../../sim/exhaust/node-story.ts'
import { permutations } from '../../../sim/exhaust/permutations.ts'
import { smallClusters } from '../../../sim/exhaust/small-cluster.ts'

const clusters = [...smallClusters()]

/** So many instances are possible: drbd on ordered pairs within a group, three other templates anywhere, each up or down. */
function possibleInstances(groups: readonly number[]): number {
  const pairs = groups.reduce((sum, group) => sum + groups.filter(other => other === group).length - 1, 0)
  return 2 * (pairs + 3 * groups.length)
}

describe('all small clusters', () => {
  test('stand for as many as there are when counted by a formula', () => {
    for (const layout of LAYOUTS) {
      const count = possibleInstances(layout.groups)
      const standFor = clusters
        .filter(cluster => cluster.layout === layout)
        .reduce((sum, cluster) => sum + cluster.standsFor, 0)
      // None, one, or two of which the order does not matter.
      expect(standFor).toBe(1 + count + (count * (count + 1)) / 2)
    }
  })

  test('are those that symmetry leaves', () => {
    expect(clusters).toHaveLength(1587)
  })
})

describe('all stories', () => {
  test('of one event stand for each event of each node that can fail, at each moment', () => {
    for (const cluster of clusters) {
      const standFor = [...singleStories(cluster)].reduce((sum, story) => sum + story.standsFor, 0)
      expect(standFor).toBe(6 * mortal(cluster.layout) * 5)
    }
  })

  test('of two events stand for all ordered pairs, and at the same moment for all pairs where the order can matter', () => {
    for (const cluster of clusters.filter((_, index) => index % 7 === 0)) {
      const count = 6 * mortal(cluster.layout)
      const standFor = [...doubleStories(cluster)].reduce((sum, story) => sum + story.standsFor, 0)
      const sameMoment = mortal(cluster.layout) * 36 + (count * (count - 6)) / 2
      expect(standFor).toBe(4 * count * count + sameMoment)
    }
  })
})

function mortal({ groups, master }: (typeof LAYOUTS)[number]): number {
  return master === 'apart' ? groups.length : groups.length - 1
}

test('permutations are all orders, each once', () => {
  expect(
    permutations(3)
      .map(order => order.join(''))
      .toSorted(),
  ).toEqual(['012', '021', '102', '120', '201', '210'])
})
