import type { KillPoint } from '../driver/simulated-run.ts'
import { changes } from '../play/at-rest.ts'
import type { HarepRun } from '../play/harep-run.ts'

/** A death of one run, and how many it stands for. */
export interface Death {
  readonly run: number
  readonly startUs: number
  readonly point: KillPoint
  readonly standsFor: number
}

/** What lets time pass, or the cluster hear of it. The rest is between a run and its own machine. */
const FELT = ['connect', 'luxi', 'sleep']

/**
 * All deaths of the runs of a play, up to the run after the last one that changed anything. A run can die before and after each of its
 * effects; but after one is before the next, and what only asks the clock, makes a UUID or tells somebody leaves cluster and
 * time as they were: of all deaths between two effects that are felt, this is one.
 */
export function deathsOf(runs: readonly HarepRun[]): readonly Death[] {
  const last = runs.findLastIndex(({ process }) => process.effects.some(changes))
  return runs.slice(0, last + 2).flatMap(({ number, startUs, process: { effects } }) => {
    const felt = effects.flatMap(({ kind }, index) => (FELT.includes(kind) ? [index] : []))
    const starts = [-1, ...felt]
    return starts.map((effect, index) => {
      const next = starts[index + 1] ?? effects.length - 1
      // From after this effect until before the next one that is felt; the first has a "before" more, the last none after it.
      const standsFor =
        2 * (next - effect) + (starts[index + 1] === undefined ? 1 : 0) - (effect === -1 ? 1 : 0)
      const point: KillPoint = effect === -1 ? { effect: 0, when: 'before' } : { effect, when: 'after' }
      return { run: number, startUs, point, standsFor }
    })
  })
}
