import { afterAll, describe, expect, test } from 'vitest'
import { HarepError } from '../../../src/cluster/harep-error.ts'
import { codesOf } from './codes.ts'
import { endState } from './end-state.ts'
import { losingService, lossesOf } from './lost-answer.ts'
import { goOn, setUp } from './play.ts'
import { SCENARIOS } from './scenarios/all.ts'

/*
 * As killed-anywhere, but harep lives and one answer of luxid's is lost: what was asked may have been done, or not. harep
 * goes on in the same run or ends it with an error, and the next runs come to the same as if all answers had arrived.
 */
const NAMES = [
  'drbd, its secondary offline',
  'drbd, its primary drained',
  'drbd, both of its nodes offline',
  'a failover has succeeded: its result is recorded, and a new secondary is due',
  'drbd, from the death of its primary to redundancy in one run that waits',
  'plain, its node offline',
  'the installation of a re-creation is tried again on the disks that are there',
  'a refusal is recorded',
  'one repair is permitted once',
  'one node, an instance of each kind',
  'seven instances of one node, so two chunks beside each other',
  'an earlier run has died while luxid submitted its repairs',
  'an earlier run has died and left its hold and repairs without tags',
  'a re-creation still waits when the node with the data comes back',
]
const count = { losses: 0 }
const chosen = SCENARIOS.filter(({ name }) => NAMES.includes(name))

describe.each(chosen)('$name', scenario => {
  const stage = setUp(scenario, 'real')
  const run = stage.harep(scenario.options)
  const calmRuns = [run, ...goOn(stage, scenario, 300)]
  const calm = endState(stage, scenario)
  const calls = run.effects.filter(({ kind }) => kind === 'luxi')
  const losses = calls.flatMap((effect, call) => lossesOf(effect).map(loss => ({ call, loss })))

  test(`comes to the same from each of ${losses.length} lost answers`, () => {
    for (const { call, loss } of losses) {
      const again = setUp(scenario, 'real')
      const { outcome } = again.harepOver(losingService(again.cluster, call, loss), scenario.options)
      const runs = goOn(again, scenario, 120)
      count.losses += 1
      const where = `call ${call} of ${calls.length} was ${loss}`
      if (outcome?.kind === 'threw') expect(outcome.error, where).toBeInstanceOf(HarepError)
      expect(again.violations, where).toEqual([])
      expect(again.unrecorded(), where).toEqual([])
      expect(again.filters(), where).toEqual([])
      expect(endState(again, scenario), where).toEqual(calm)
      expect(Math.max(...codesOf(runs)), where).toBeLessThanOrEqual(Math.max(...codesOf(calmRuns)))
    }
  })
})

afterAll(() => {
  console.log(`lost answers: ${chosen.length} scenarios, ${count.losses} answers lost`)
})
