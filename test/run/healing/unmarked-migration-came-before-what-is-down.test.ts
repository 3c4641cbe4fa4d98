import { expect, test } from 'vitest'
import type { JsonValue } from '../../../src/cluster/json.ts'
import { clusterOf, drbd } from '../killed/scenario.ts'
import { Stage } from '../killed/stage.ts'

/* A run was about to cancel a migration that waits in the queue, and died; when it is due again it has the priority again that it was submitted with. */
test('a migration whose mark is taken off has its low priority again', () => {
  const guests = ['guest1', 'guest2', 'guest3'].map(name => drbd(name, ['node4', 'node3'], 'failover'))
  const stage = new Stage(clusterOf(4, guests))
  stage.submit({ OP_ID: 'OP_TEST_DELAY', on_master: false, on_nodes: ['node3'], duration: 7_200 })
  stage.cluster.setNodeDrained('node4', true)
  stage.harep()
  stage.pass(60)
  expect(prioritiesOf(stage)).toEqual([10, 10, 10])
  stage.cluster.setNodeDrained('node4', false)
  stage.harepThatDies('before', 'CancelJob')
  stage.pass(60)
  expect(prioritiesOf(stage)).toEqual([10, 10, 19])
  stage.cluster.setNodeDrained('node4', true)
  stage.harep()
  expect(prioritiesOf(stage)).toEqual([10, 10, 10])
})

/** Of the repairs. */
function prioritiesOf(stage: Stage): readonly JsonValue[] {
  let rows: JsonValue = []
  stage.cluster.handle({ method: 'QueryJobs', args: [null, ['id', 'oppriority']] }, ({ result }) => {
    rows = result
  })
  // The rows are as the fields asked for.
  return (rows as [string | number, number[]][])
    .filter(([id]) => stage.repairs.has(Number(id)))
    .map(([, [priority = 0] = []]) => priority)
}
