import { expect, test } from 'vitest'
import { clusterOf, drbd, KEPT, single } from '../killed/scenario.ts'
import { Stage } from '../killed/stage.ts'
import { decisionsOf } from '../world.ts'

test('a node that is dead and that nobody marked is told, its instances are left alone, and all others heal', () => {
  const stage = new Stage(
    clusterOf(7, [
      drbd('dark1', ['node6', 'node4'], 'reinstall'),
      single('dark2', 'plain', 'node6', 'reinstall'),
      drbd('web1', ['node2', 'node3'], 'failover'),
      drbd('web2', ['node4', 'node2'], 'fix-storage'),
    ]),
  )
  stage.kill('node2')
  stage.cluster.powerOff('node6')
  const run = stage.harep()
  expect(run.outcome).toEqual({ kind: 'returned', value: 0 })
  for (const name of ['dark1', 'dark2'])
    expect(decisionsOf(run).get(name)).toMatchObject({ reason: { code: 'node-silent', node: 'node6' } })
  stage.pass(300)
  stage.cron(3)
  expect(stage.violations).toEqual([])
  expect(stage.instance('web1')).toMatchObject({ ...KEPT, primary: 'node3' })
  for (const name of ['web1', 'web2']) expect(stage.instance(name).secondaries).not.toContain('node2')
  for (const name of ['dark1', 'dark2'])
    expect(stage.instance(name)).toMatchObject({ primary: 'node6', dataLost: false })
})
