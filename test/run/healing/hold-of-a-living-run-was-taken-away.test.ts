import { expect, test } from 'vitest'
import { startRun } from '../../../sim/driver/simulated-run.ts'
import { runHarep } from '../../../src/run/run-harep.ts'
import { clusterOf, drbd } from '../killed/scenario.ts'
import { Stage } from '../killed/stage.ts'
import { runOptions } from '../world.ts'

/*
 * A run placed the hold for its next chunk with the filter of the one before. Another run that took that one for the hold of an
 * interrupted run took the next chunk's away with it, and neither saw the other.
 */
test('each hold of a run is a filter of its own: what takes one away leaves the next', () => {
  const stage = new Stage(
    clusterOf(
      6,
      Array.from({ length: 40 }, (_, index) =>
        drbd(`web${index}`, ['node2', `node${3 + (index % 4)}`], 'failover'),
      ),
    ),
  )
  stage.kill('node2')
  const process = startRun(stage.kernel, stage.cluster, runHarep(runOptions()))
  stage.pass(300)
  const placed = process.effects.flatMap(effect =>
    effect.kind === 'luxi' && effect.method === 'ReplaceFilter' ? [effect.args[0]] : [],
  )
  expect(placed.length).toBeGreaterThan(3)
  expect(new Set(placed)).toEqual(new Set([null]))
})
