import type { Invariant } from '../../invariants/invariant.ts'
import { bookOf } from '../../invariants/watch/repair-book.ts'
import { windowOf } from '../../invariants/watch/run-window.ts'
import { logOf } from '../../invariants/watch/truth-log.ts'
import { isAtRest } from '../../play/at-rest.ts'
import { lastVerdict, waitsUntilUs } from '../../play/last-verdict.ts'
import { skewUsOf } from '../../play/skew.ts'
import { START_US } from '../../play/stage.ts'
import { caseOf } from './case-of.ts'
import { acceptable } from './model.ts'
import { placesOf } from './places.ts'
import { quietOf } from './quiet.ts'

/**
 * Liveness, the second part: at rest each instance is well, or the last run has named why not. Where the model says that there is
 * something to be done, and no other verdict, it should have been done.
 */
export const heals: Invariant = {
  name: 'heals',
  about: 'At rest each instance is well, or the last run names why not; and what can be healed is.',
  watch: stage => {
    const book = bookOf(stage)
    const log = logOf(stage)
    const quiet = quietOf(stage)
    const window = windowOf(stage)
    let calm = { run: 0, us: 0 }
    return {
      calmBegan: () => {
        calm = { run: stage.runs.length, us: stage.elapsedUs }
      },
      ended: () => {
        if (window.lastRunWithin(calm.us, stage.elapsedUs) === undefined || !isAtRest(stage, calm.run)) return
        // Where the original goes on alone, it decides what becomes of what ours has begun.
        if (stage.runs.at(-1)?.program === 'classic') return
        const verdict = lastVerdict(stage)
        if (verdict === undefined) return
        const decisions = new Map(verdict.decisions.map(decision => [decision.instance, decision]))
        const nowSeconds = Math.floor((START_US + stage.elapsedUs + skewUsOf(stage)) / 1e6)
        for (const [name, place] of placesOf(stage)) {
          const decision = decisions.get(name)
          const instance = stage.truth.instancesByName.get(name)
          if (instance === undefined) continue
          if (decision === undefined || decision.state === 'healthy') {
            if (instance.adminState === 'offline' || instance.forthcoming) continue
            stage.violate(
              'heals',
              `${name} has a node that is not well, and the last run calls it ${decision?.state ?? 'nothing'}`,
            )
            continue
          }
          const [was] = log.since(instance, stage.elapsedUs)
          if (was === undefined || quiet.isUnclear(name, stage.elapsedUs)) continue
          const at = caseOf(stage, book, name, {
            ...{ was, runs: place, beforeUs: stage.elapsedUs, nowSeconds, runStartSeconds: nowSeconds },
          })
          const verdicts = at === undefined ? [] : [...acceptable(at)]
          if (verdicts.length !== 1 || verdicts[0]?.startsWith('do ') !== true) continue
          // At rest only time can go on: what waits for its hour says until when, and that has not come.
          if (waitsUntilUs(stage, decision, verdict) !== undefined) continue
          stage.violate(
            'heals',
            `${name} is left ${decision.state} (${decision.reason.code}); the model says ${verdicts.join()}`,
          )
        }
      },
    }
  },
}
