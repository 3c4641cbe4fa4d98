import { expect, test } from 'vitest'
import { clusterOf, single } from '../killed/scenario.ts'
import { Stage } from '../killed/stage.ts'
import { decisionsOf } from '../world.ts'

/** gnt-instance hands a name on as it was typed, and luxid keeps it so until the job begins. */
test('a job that names db1.example.com as db1 is seen to hold it', () => {
  const db1 = single('db1.example.com', 'plain', 'node2', 'reinstall', { adminState: 'down' })
  const stage = new Stage(clusterOf(4, [db1]))
  stage.kill('node2')
  stage.submit({
    OP_ID: 'OP_TEST_DELAY',
    duration: 500,
    on_master: true,
    on_nodes: ['node1', 'node3', 'node4'],
  })
  stage.pass(2)
  stage.submit({ OP_ID: 'OP_INSTANCE_RECREATE_DISKS', instance_name: 'db1', disks: [], nodes: ['node3'] })
  stage.pass(5)
  const run = stage.harep()
  expect(decisionsOf(run).get('db1.example.com')).toMatchObject({
    state: 'needs-repair',
    reason: { code: 'busy', opId: 'OP_INSTANCE_RECREATE_DISKS' },
  })
  expect([...stage.repairs.values()]).toEqual([])
})
