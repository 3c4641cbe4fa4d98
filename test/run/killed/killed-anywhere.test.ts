import { afterAll, describe, expect, test } from 'vitest'
import { codesOf } from './codes.ts'
import { type Death, deathsOf, harepDies } from './deaths.ts'
import { endState, repairsOf } from './end-state.ts'
import { goOn, pacesOf, setUp } from './play.ts'
import { SCENARIOS } from './scenarios/all.ts'

/*
 * harep is killed at each point of a run that a cluster can tell from the others, and then run again: at once, by cron, hours
 * later, or at once and killed once more. Whatever the point: no instance has two repairs in flight, none is forgotten, none starts untagged, no hold is left, and
 * the cluster comes to the state to which it comes when nobody is killed.
 */
const NEXT_RUNS = {
  'run again at once': { afterSeconds: 5, diesAgain: false, stride: 1 },
  'run again by cron': { afterSeconds: 300, diesAgain: false, stride: 1 },
  'killed once more in the next run, at once': { afterSeconds: 5, diesAgain: true, stride: 1 },
  'run again hours later': { afterSeconds: 7200, diesAgain: false, stride: 4 },
} as const

const count = { points: 0, deaths: 0 }

/** Where the next run dies that follows death number `index`: over all deaths these are spread over all of its effects. */
function nextDeath(index: number): Death {
  return { effect: (index * 7) % 61, when: index % 2 === 0 ? 'while' : 'before' }
}

const all = SCENARIOS.flatMap(scenario =>
  pacesOf(scenario).map(pace => ({ name: scenario.name, pace, scenario })),
)

describe.each(all)('$name, at a pace of $pace', ({ scenario, pace }) => {
  const stage = setUp(scenario, pace)
  const run = stage.harep(scenario.options)
  const calmRuns = [run, ...goOn(stage, scenario, 300)]
  const calm = endState(stage, scenario)
  const deaths = deathsOf(run.effects, scenario.stride)
  count.points += deaths.length

  test('comes to what is expected when nobody is killed', () => {
    expect(repairsOf(stage).map(({ type, instance }) => `${type} ${instance}`)).toEqual(scenario.repairs)
    for (const [name, expected] of Object.entries(scenario.ends))
      expect(stage.instance(name), name).toMatchObject(expected)
    expect(stage.violations).toEqual([])
    expect(stage.unrecorded()).toEqual([])
    expect(stage.filters()).toEqual([])
    codesOf(calmRuns)
  })

  const ways = Object.entries(NEXT_RUNS).filter(
    ([, { afterSeconds }]) => afterSeconds <= 300 || scenario.isUrgent !== true,
  )
  test.each(ways)(
    `comes to the same from each of ${deaths.length} deaths, %s`,
    (_, { afterSeconds, diesAgain, stride }) => {
      for (const [index, death] of deaths.entries()) {
        if (index % stride !== 0) continue
        const again = setUp(scenario, pace)
        expect(harepDies(again, scenario.options, death)).toBe(true)
        count.deaths += 1
        if (diesAgain) {
          again.pass(afterSeconds)
          if (harepDies(again, scenario.options, nextDeath(index))) count.deaths += 1
        }
        const runs = goOn(again, scenario, afterSeconds)
        const where = `killed ${death.when} effect ${death.effect} of ${run.effects.length}`
        expect(again.violations, where).toEqual([])
        expect(again.unrecorded(), where).toEqual([])
        expect(again.filters(), where).toEqual([])
        const { repairs, ...rest } = endState(again, scenario)
        const { repairs: calmRepairs, ...calmRest } = calm
        expect(rest, where).toEqual(calmRest)
        if (scenario.repeats !== true) expect(repairs, where).toEqual(calmRepairs)
        expect(Math.max(...codesOf(runs)), where).toBeLessThanOrEqual(Math.max(...codesOf(calmRuns)))
      }
    },
  )
})

afterAll(() => {
  console.log(
    `killed anywhere: ${SCENARIOS.length} scenarios, ${all.length} with their paces, ${count.points} kill points x ${Object.keys(NEXT_RUNS).length} ways to go on = ${count.deaths} deaths`,
  )
})
