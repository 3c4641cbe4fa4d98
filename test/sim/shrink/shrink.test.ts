import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { generateScenario } from '../../../sim/generate/generate-scenario.ts'
import type { Scenario } from '../../../sim/scenario/scenario.ts'
import { isScenario } from '../../../sim/shrink/is-scenario.ts'
import { shrink } from '../../../sim/shrink/shrink.ts'

const BUDGET = { plays: 20_000 }

/** A scenario of a seed that has what a test needs. */
function scenarioWith(has: (scenario: Scenario) => boolean, seed = 0): Scenario {
  for (let at = seed; at < seed + 100_000; at += 1) {
    const scenario = generateScenario(at)
    if (has(scenario)) return scenario
  }
  throw new Error('the generators never make such a scenario')
}

const kills = ({ timeline }: Scenario) => timeline.filter(({ do: name }) => name === 'power-off')

describe('only what it takes to fail stays', () => {
  test('of everything: nothing but what every cluster has', () => {
    const { timeline, cluster, harep, seed } = shrink(
      scenarioWith(({ timeline, cluster }) => timeline.length > 8 && cluster.instances.length > 3),
      () => true,
      BUDGET,
    )
    expect(timeline).toEqual([])
    expect(cluster.instances).toEqual([])
    expect(cluster.nodes).toHaveLength(1)
    expect(Object.keys(cluster.nodes[0] ?? {})).toEqual(['name'])
    expect(Object.keys(harep)).toEqual(['everySeconds', 'classic'])
    expect(seed).toBe(0)
  })

  test('of a fault that names a node: that fault, at the beginning, and that node', () => {
    const scenario = scenarioWith(one => one.timeline.length > 8 && kills(one).length > 1, 5_000)
    const last = kills(scenario).at(-1)
    const node = last && 'node' in last ? last.node : ''
    const small = shrink(
      scenario,
      one => kills(one).some(each => 'node' in each && each.node === node),
      BUDGET,
    )
    expect(small.timeline).toEqual([{ at: 0, do: 'power-off', node }])
    expect(small.cluster.nodes.map(({ name }) => name)).toContain(node)
    expect(small.cluster.nodes.length).toBeLessThanOrEqual(2)
    expect(small.cluster.instances).toEqual([])
  })

  test('of one tag of an instance: that tag, and the instance with its nodes', () => {
    const tagged = ({ cluster }: Scenario) =>
      cluster.instances.some(({ diskTemplate, tags = [] }) => diskTemplate === 'drbd' && tags.length > 0)
    const tag = 'ganeti:watcher:autorepair:suspend'
    const base = scenarioWith(tagged)
    const cluster = {
      ...base.cluster,
      instances: base.cluster.instances.map(one =>
        one.diskTemplate === 'drbd' ? { ...one, tags: ['a', tag, 'b', 'c'] } : one,
      ),
    }
    const small = shrink(
      { ...base, cluster },
      one => one.cluster.instances.some(({ tags = [] }) => tags.includes(tag)),
      BUDGET,
    )
    expect(small.cluster.instances).toHaveLength(1)
    expect(small.cluster.instances[0]?.tags).toEqual([tag])
    expect(small.cluster.nodes).toHaveLength(2)
  })
})

test('what cannot be left out stays: an order of two', () => {
  const order = ({ timeline }: Scenario) => {
    const names = timeline.map(({ do: name }) => name)
    const off = names.indexOf('power-off')
    return off >= 0 && names.indexOf('mark-offline', off) > off
  }
  const small = shrink(
    scenarioWith(one => order(one) && one.timeline.length > 6),
    order,
    BUDGET,
  )
  expect(small.timeline.map(({ do: name }) => name)).toEqual(['power-off', 'mark-offline'])
})

test('the smallest still fails, could stand in a file, and no single entry of its timeline can be left out', () => {
  fc.assert(
    fc.property(fc.nat({ max: 1_000_000 }), fc.integer({ min: 2, max: 7 }), (seed, part) => {
      const scenario = generateScenario(seed)
      // Some property of the whole, of no meaning.
      const fails = ({ timeline, cluster }: Scenario) =>
        timeline.filter(({ do: name }) => name.length % part === 0).length >=
          Math.min(2, scenario.timeline.length) &&
        cluster.nodes.length >= Math.min(part, scenario.cluster.nodes.length)
      if (!fails(scenario)) return
      const small = shrink(scenario, fails, BUDGET)
      expect(fails(small)).toBe(true)
      expect(isScenario(small)).toBe(true)
      for (const [index] of small.timeline.entries()) {
        const timeline = small.timeline.toSpliced(index, 1)
        expect(fails({ ...small, timeline })).toBe(false)
      }
      expect(shrink(scenario, fails, BUDGET)).toEqual(small)
    }),
    { numRuns: 60, seed: 7 },
  )
})

test('no more is played than the budget says, and what was found by then is given', () => {
  const scenario = scenarioWith(({ timeline }) => timeline.length > 8)
  let plays = 0
  const fails = () => {
    plays += 1
    return true
  }
  const small = shrink(scenario, fails, { plays: 3 })
  expect(plays).toBe(3)
  expect(JSON.stringify(small).length).toBeLessThan(JSON.stringify(scenario).length)
  expect(shrink(scenario, fails, { plays: 100, goesOn: () => false })).toBe(scenario)
})
