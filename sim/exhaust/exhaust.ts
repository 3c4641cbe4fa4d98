import { play } from '../play/play.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { findingKey } from '../soak/finding-key.ts'
import type { SmallState, Space, SpaceName } from './space.ts'

/** Which part of a space is played. */
export interface Part {
  /** Of `of` equal parts this one, from 1. */
  readonly shard: { readonly index: number; readonly of: number }
  /** Only each so-manieth unit. */
  readonly everyNth: number
}

/** States that violate the same invariant in the same words, but for names and numbers. */
export interface Finding {
  readonly invariant: string
  /** Of the first state. */
  readonly what: string
  readonly scenario: Scenario
  readonly states: number
  /** The number of the first state's unit, from 0. */
  readonly unit: number
}

/** What came of it. */
export interface Exhausted {
  readonly space: SpaceName
  /** How many were played, and how many those stand for. */
  readonly states: number
  readonly standFor: number
  /** Runs of harep. */
  readonly runs: number
  readonly violations: number
  readonly findings: readonly Finding[]
}

/** More kinds of findings than anybody reads. */
const FINDINGS_MAX = 100

/** Plays a space, or a part of it; `progress` is told after each unit. */
export function exhaust(
  space: Space,
  { shard, everyNth }: Part,
  progress: (states: number) => void = () => {},
): Exhausted {
  const findings = new Map<string, Finding>()
  const sum = { states: 0, standFor: 0, runs: 0, violations: 0 }
  let number = 0
  for (const unit of space.units()) {
    const sampled = number / everyNth
    number += 1
    if (!Number.isInteger(sampled) || sampled % shard.of !== shard.index - 1) continue
    for (const state of unit) playOne(state, number - 1)
    progress(sum.states)
  }
  return { space: space.name, ...sum, findings: [...findings.values()] }

  function playOne({ scenario, standsFor, observe }: SmallState, unitNumber: number): void {
    const { violations, runs } = play(scenario, stage => (observe === undefined ? [] : [observe(stage)]))
    sum.states += 1
    sum.standFor += standsFor
    sum.runs += runs
    sum.violations += violations.length
    for (const key of new Set(violations.map(findingKey))) {
      const known = findings.get(key)
      if (known !== undefined) findings.set(key, { ...known, states: known.states + 1 })
      else if (findings.size < FINDINGS_MAX) {
        const first = violations.find(one => findingKey(one) === key)
        if (first !== undefined)
          findings.set(key, {
            ...{ invariant: first.invariant, what: first.what, scenario },
            ...{ states: 1, unit: unitNumber },
          })
      }
    }
  }
}
