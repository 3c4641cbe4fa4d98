import { expect, test } from 'vitest'
import { clusterOf, single } from '../killed/scenario.ts'
import { Stage } from '../killed/stage.ts'
import { decisionsOf } from '../world.ts'

test('a re-creation on record, held by a run that was killed, whose node is back, is not let go', () => {
  const db1 = single('db1', 'plain', 'node2', 'reinstall', { adminState: 'down' })
  const stage = new Stage(clusterOf(4, [db1]))
  stage.kill('node2')
  stage.harepThatDies('before', 'DeleteFilter')
  stage.pass(300)
  expect(stage.instance('db1').tags.filter(tag => tag.includes(':pending:'))).toHaveLength(1)
  stage.revive('node2')
  const run = stage.harep()
  stage.pass(300)
  expect(stage.instance('db1')).toMatchObject({ primary: 'node2', dataLost: false })
  expect([...stage.repairs.values()]).toMatchObject([{ status: 'canceled', hasBegun: false }])
  expect(stage.filters()).toEqual([])
  expect(decisionsOf(run).get('db1')).toMatchObject({ state: 'healthy', reason: { code: 'nodes-fine' } })
  expect(stage.instance('db1').tags).toEqual(['ganeti:watcher:autorepair:reinstall'])
})
