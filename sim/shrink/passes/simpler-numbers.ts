import type { Scenario } from '../../scenario/scenario.ts'
import type { Pass } from '../pass.ts'

/** What a time is rounded down to, in seconds. */
const ROUND = [3600, 300, 60, 10, 1]

/** Figures that matter for a reader: of what happens, and of the objects. Towards zero, and round. */
export const simplerNumbers: Pass = function* (scenario) {
  const { cluster, timeline } = scenario
  for (const [index, happening] of timeline.entries()) {
    for (const [key, value] of Object.entries(happening)) {
      if (key === 'at' || typeof value !== 'number') continue
      for (const smaller of below(value)) {
        // The schema decides whether that figure may be so small.
        yield { ...scenario, timeline: timeline.with(index, { ...happening, [key]: smaller }) } as Scenario
      }
    }
  }
  for (const part of ['nodes', 'instances'] as const) {
    for (const [index, object] of cluster[part].entries()) {
      for (const [key, value] of Object.entries(object)) {
        if (typeof value !== 'number' || !Number.isInteger(value)) continue
        for (const rounder of [rounded(value, 4096), rounded(value, 1024), rounded(value, 128)]) {
          if (rounder >= value || rounder === 0) continue
          const objects = [...cluster[part]]
          // As above.
          objects[index] = { ...object, [key]: rounder } as (typeof objects)[number]
          yield { ...scenario, cluster: { ...cluster, [part]: objects } } as Scenario
        }
      }
    }
  }
}

/** Moves what happens to earlier and rounder times; the order stays. */
export const rounderTimes: Pass = function* (scenario) {
  const { timeline } = scenario
  for (const unit of ROUND) {
    const all = timeline.map(happening => ({ ...happening, at: rounded(happening.at, unit) }))
    if (all.some(({ at }, index) => at !== timeline[index]?.at)) yield { ...scenario, timeline: all }
  }
  for (const [index, happening] of timeline.entries()) {
    const before = timeline[index - 1]?.at ?? 0
    const times = [before, ...ROUND.map(unit => rounded(happening.at, unit))]
    for (const at of new Set(times)) {
      if (at < happening.at && at >= before) {
        yield { ...scenario, timeline: timeline.with(index, { ...happening, at }) }
      }
    }
  }
}

/** The first seeds there are: with most of them the same happens. */
export const smallerSeed: Pass = function* (scenario) {
  for (let seed = 0; seed < Math.min(scenario.seed, 4); seed += 1) yield { ...scenario, seed }
}

function below(value: number): readonly number[] {
  const candidates = [0, 1, Math.floor(value / 2), Math.floor(value) - 1]
  return [...new Set(candidates)].filter(smaller => smaller >= 0 && smaller < value)
}

function rounded(value: number, unit: number): number {
  return Math.floor(value / unit) * unit
}
