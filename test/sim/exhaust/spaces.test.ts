import { describe, expect, test } from 'vitest'
import { decidesRightly } from '../../../sim/exhaust/decides-rightly.ts'
import { exhaust } from '../../../sim/exhaust/exhaust.ts'
import { ALL_ALLOWED, scenarioOf } from '../../../sim/exhaust/scenario-of.ts'
import { SITUATIONS } from '../../../sim/exhaust/situation.ts'
import type { SmallState, Space } from '../../../sim/exhaust/space.ts'
import { spaceC } from '../../../sim/exhaust/space-c.ts'
import { SPACES } from '../../../sim/exhaust/spaces.ts'
import { play } from '../../../sim/play/play.ts'
import type { Stage } from '../../../sim/play/stage.ts'

const WHOLE = { index: 1, of: 1 }

describe('a sample of each space', () => {
  test.each([
    ['A', 997],
    ['B', 2999],
    ['C', 2503],
  ] as const)(
    'holds what must always hold: space %s, each %i-th unit',
    (space, everyNth) => {
      const { states, findings } = exhaust(named(space), { shard: WHOLE, everyNth })
      expect(states).toBeGreaterThan(50)
      expect(findings).toEqual([])
    },
    120_000,
  )
})

function named(name: string): Space {
  const space = SPACES.find(one => one.name === name)
  if (space === undefined) throw new Error(`there is no space ${name}`)
  return space
}

test('the deaths of space C are deaths', () => {
  const unit = unitOf('3 nodes; drbd on node2/node3: node2 dies')
  let killed = 0
  let states = 0
  for (const { scenario, observe } of unit) {
    let stage: Stage | undefined
    play(scenario, played => {
      stage = played
      return observe === undefined ? [] : [observe(played)]
    })
    killed += (stage?.runs ?? []).filter(({ process }) => process.outcome?.kind === 'killed').length
    states += 1
  }
  expect(states).toBeGreaterThan(20)
  expect(killed).toBe(states - 1)
})

/** The first unit of space C that begins with a scenario of this description. */
function unitOf(description: string): Iterable<SmallState> {
  for (const unit of spaceC.units()) {
    const states = unit[Symbol.iterator]()
    const first = states.next()
    if (first.done || !first.value.scenario.description.startsWith(description)) continue
    return (function* () {
      yield first.value
      yield* { [Symbol.iterator]: () => states }
    })()
  }
  throw new Error(`space C has no ${description}`)
}

describe('the second opinion on tags', () => {
  test.each(SITUATIONS)(
    'agrees where $cluster.instances.0.template needs $needs',
    ({ cluster, story, needs }) => {
      const scenario = scenarioOf(cluster, ALL_ALLOWED, story)
      const tags = [[], [], ALL_ALLOWED.cluster ?? []] as const
      expect(play(scenario, stage => [decidesRightly('vm1', needs, tags)(stage)]).violations).toEqual([])
    },
  )

  test('objects where something is left undone, or is done, against the tags', () => {
    const [{ cluster, story, needs }] = SITUATIONS as [(typeof SITUATIONS)[0] & object]
    const judge = (tags: readonly string[], believed: readonly string[]) => {
      const scenario = scenarioOf(cluster, { cluster: tags }, story)
      return play(scenario, stage => [decidesRightly('vm1', needs, [[], [], believed])(stage)]).violations
    }
    const all = ALL_ALLOWED.cluster ?? []
    expect(judge([], all).map(({ invariant }) => invariant)).toContain('decides-rightly')
    expect(judge(all, []).map(({ invariant }) => invariant)).toContain('decides-rightly')
  })
})

describe('a part of a space', () => {
  const { cluster, story } = SITUATIONS[0] as (typeof SITUATIONS)[0] & object
  const state: SmallState = { scenario: scenarioOf(cluster, {}, story), standsFor: 2 }
  const space: Space = { name: 'A', about: '', units: () => Array.from({ length: 7 }, () => [state]) }
  const states = (index: number, of: number, everyNth = 1) =>
    exhaust(space, { shard: { index, of }, everyNth }).states

  test('shards are the whole together', () => {
    expect(states(1, 1)).toBe(7)
    expect([states(1, 3), states(2, 3), states(3, 3)]).toEqual([3, 2, 2])
    expect(exhaust(space, { shard: WHOLE, everyNth: 1 })).toMatchObject({ standFor: 14, violations: 0 })
  })

  test('a sample is each so-manieth, and is shared out, too', () => {
    expect(states(1, 1, 3)).toBe(3)
    expect([states(1, 2, 3), states(2, 2, 3)]).toEqual([2, 1])
  })
})

test('states that violate the same in the same words, but for numbers, are one finding', () => {
  const { cluster, story } = SITUATIONS[0] as (typeof SITUATIONS)[0] & object
  const observe = (stage: Stage) => {
    stage.violate('of-a-test', `job ${stage.setting.seed} is wrong`)
    return {}
  }
  const states = [1, 2].map(seed => ({
    scenario: { ...scenarioOf(cluster, {}, story), seed },
    standsFor: 1,
    observe,
  }))
  const { findings, violations } = exhaust(
    { name: 'A', about: '', units: () => [states] },
    { shard: WHOLE, everyNth: 1 },
  )
  expect(violations).toBe(2)
  expect(findings).toMatchObject([{ invariant: 'of-a-test', what: 'job 1 is wrong', states: 2 }])
})
