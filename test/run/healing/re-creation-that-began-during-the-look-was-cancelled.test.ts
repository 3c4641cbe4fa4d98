import { expect, test } from 'vitest'
import { clusterOf, single } from '../killed/scenario.ts'
import { Stage } from '../killed/stage.ts'
import { runWithPause } from './run-with-pause.ts'

/** A re-creation that is still due, and waits behind a job of somebody else's that has all its nodes for 100 s. */
function stageWithWaitingRecreation(): Stage {
  const stage = new Stage(clusterOf(4, [single('db1', 'plain', 'node2', 'reinstall')]))
  stage.kill('node2')
  const nodes = ['node1', 'node3', 'node4']
  stage.submit({ OP_ID: 'OP_TEST_DELAY', duration: 100, on_master: true, on_nodes: nodes })
  stage.pass(2)
  stage.harep()
  return stage
}

test('whatever a re-creation has done between two questions of a run, that run does not cancel it', () => {
  const requests = runWithPause(stageWithWaitingRecreation(), 0, 0)
  expect(requests).toBeGreaterThan(5)
  const cancelled: string[] = []
  for (let request = 1; request <= requests; request += 1) {
    for (let seconds = 90; seconds <= 150; seconds += 1) {
      const stage = stageWithWaitingRecreation()
      runWithPause(stage, request, seconds)
      stage.pass(600)
      const { status, dataLost } = stage.instance('db1')
      if (status !== 'running') cancelled.push(`request ${request}, ${seconds} s: ${status}`)
      expect(dataLost).toBe(true)
    }
  }
  expect(cancelled).toEqual([])
})
