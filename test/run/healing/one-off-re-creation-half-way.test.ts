import { expect, test } from 'vitest'
import { execError } from '../../../sim/ganeti/ganeti-failure.ts'
import { clusterOf } from '../killed/scenario.ts'
import { Stage } from '../killed/stage.ts'
import { decisionsOf } from '../world.ts'

const allowedOnce = (id: string) => `ganeti:watcher:autorepair:pending:reinstall:${id}:1795338000:`

/*
 * A permission for one repair is used up by a re-creation that fails half way, and no run goes on with it: whether its disks hold anything by
 * then is for the admin to say. A second permission finishes it, and gives up nothing more.
 */
test.each([
  ['OP_INSTANCE_REINSTALL', ['REINSTALL', 'STARTUP']],
  ['OP_INSTANCE_STARTUP', ['STARTUP']],
])('where %s fails, a second permission is needed, and does the rest', (opId, rest) => {
  const world = new Stage(
    clusterOf(4, [
      {
        ...{ name: 'db1', diskTemplate: 'plain', primary: 'node2', memoryMiB: 64 },
        tags: [allowedOnce('as-agreed')],
      },
    ]),
  )
  world.kill('node2')
  world.cluster.failNext(opId, execError('it failed'))
  const runs = world.cron(3)
  expect(runs.map(run => decisionsOf(run).get('db1')?.reason.code)).toEqual([
    'repair-submitted',
    'not-enabled',
    'not-enabled',
  ])
  expect(world.instance('db1').status).toBe('ADMIN_down')
  world.submit({ OP_ID: 'OP_TAGS_SET', kind: 'instance', name: 'db1', tags: [allowedOnce('once-more')] })
  world.pass(10)
  world.cron(2)
  expect([...world.repairs.values()].map(({ opcodes }) => opcodes)).toEqual([
    ['SHUTDOWN', 'RECREATE_DISKS', 'REINSTALL', 'STARTUP'],
    rest,
  ])
  expect(world.instance('db1').status).toBe('running')
})
