import { describe, expect, test } from 'vitest'
import { finishRun, startRun } from '../../../sim/driver/simulated-run.ts'
import { runHarep } from '../../../src/run/run-harep.ts'
import { repairsOf } from '../killed/end-state.ts'
import { clusterOf, drbd, KEPT, MADE_ANEW, single } from '../killed/scenario.ts'
import { Stage } from '../killed/stage.ts'
import { runOptions } from '../world.ts'

function stageWithDeadNode(): Stage {
  const stage = new Stage(
    clusterOf(5, [
      drbd('web1', ['node2', 'node3'], 'failover'),
      single('db1', 'plain', 'node2', 'reinstall'),
    ]),
  )
  stage.kill('node2')
  return stage
}

/** Two runs of which the second begins so much later, which no lock keeps apart: one comes from another machine. */
function twoRuns(stage: Stage, laterMs: number): void {
  const first = startRun(stage.kernel, stage.cluster, runHarep(runOptions()))
  stage.kernel.runUntil(stage.kernel.nowUs + laterMs * 1000)
  const second = startRun(stage.kernel, stage.cluster, runHarep(runOptions()))
  finishRun(stage.kernel, first)
  finishRun(stage.kernel, second)
  stage.pass(300)
}

describe('two runs at the same time, without a lock between them', () => {
  test.each([0, 100, 300, 400, 500, 700, 900, 1100, 1300, 1500, 1700, 2000, 3000])(
    'the second %d ms later: no repair starts twice, and all ends well',
    laterMs => {
      const stage = stageWithDeadNode()
      twoRuns(stage, laterMs)
      stage.cron(5)
      const begun = repairsOf(stage).map(({ type, instance }) => `${type} ${instance}`)
      expect(begun).toEqual([...new Set(begun)])
      expect(stage.filters()).toEqual([])
      expect(stage.instance('web1')).toMatchObject({ ...KEPT, primary: 'node3' })
      expect(stage.instance('db1')).toMatchObject(MADE_ANEW)
    },
  )
})

test('the original runs between ours: it leaves our repairs alone, as we do its own', () => {
  const stage = stageWithDeadNode()
  stage.harep()
  stage.harep({ classic: true, jobDelaySeconds: 0 })
  stage.pass(300)
  stage.harep({ classic: true, jobDelaySeconds: 0 })
  stage.harep()
  stage.pass(300)
  stage.cron(3)
  expect(stage.violations).toEqual([])
  expect(stage.instance('web1')).toMatchObject({ ...KEPT, primary: 'node3' })
  expect(stage.instance('web1').secondaries).not.toContain('node2')
  expect(stage.instance('db1')).toMatchObject(MADE_ANEW)
})
