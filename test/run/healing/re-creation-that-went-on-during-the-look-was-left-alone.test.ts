import { expect, test } from 'vitest'
import { DEFAULT_TIMING } from '../../../sim/ganeti/timing.ts'
import { clusterOf, single } from '../killed/scenario.ts'
import { Stage } from '../killed/stage.ts'
import { runWithPause } from './run-with-pause.ts'

/*
 * A re-creation marks its instance down, and then waits for its nodes, which somebody's job has for an hour. In the moment of
 * that mark a run looks, and finds that the node with the data is back. What went on during the look it left alone, and the data was given up
 * before the next run came.
 */

/** The re-creation has been let go just now, and the node is back. */
function stageWithNodeBack(): Stage {
  const stage = new Stage({
    ...clusterOf(4, [single('db1', 'plain', 'node2', 'reinstall')]),
    timing: DEFAULT_TIMING,
  })
  stage.kill('node2')
  const nodes = ['node1', 'node3', 'node4']
  stage.submit({ OP_ID: 'OP_TEST_DELAY', duration: 3_600, on_master: true, on_nodes: nodes })
  stage.pass(2)
  stage.harep()
  stage.revive('node2')
  return stage
}

test('whatever it does during the look, it is cancelled as long as no disk is made', () => {
  const requests = runWithPause(stageWithNodeBack(), 0, 0)
  expect(requests).toBeGreaterThan(5)
  const left: string[] = []
  for (let request = 1; request <= requests; request += 1) {
    for (let tenths = 0; tenths <= 30; tenths += 2) {
      const stage = stageWithNodeBack()
      runWithPause(stage, request, tenths / 10)
      const [first] = stage.repairs.values()
      stage.pass(4_000)
      const { dataLost } = stage.instance('db1')
      if (dataLost) left.push(`request ${request}, ${tenths / 10} s: ${first?.status}`)
    }
  }
  expect(left).toEqual([])
})
