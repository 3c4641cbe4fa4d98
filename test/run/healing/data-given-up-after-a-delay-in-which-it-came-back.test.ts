import { describe, expect, test } from 'vitest'
import { clusterOf, single } from '../killed/scenario.ts'
import { Stage } from '../killed/stage.ts'
import { decisionsOf } from '../world.ts'

/*
 * With --job-delay a repair begins with a delay that runs. The node comes back meanwhile; runs of harep saw it, left the job alone, and
 * the data that was there again was given up when the delay was over.
 */

function backInTime(jobDelaySeconds: number): Stage {
  const stage = new Stage(clusterOf(4, [single('db1', 'plain', 'node2', 'reinstall')]))
  stage.kill('node2')
  stage.harep({ jobDelaySeconds })
  stage.pass(5)
  stage.revive('node2')
  return stage
}

describe('the node is back while the delay runs', () => {
  test.each([10, 60, 100])('a re-creation is cancelled, and the data kept: %d s', jobDelaySeconds => {
    const stage = backInTime(jobDelaySeconds)
    stage.harep({ jobDelaySeconds })
    stage.pass(200)
    expect([...stage.repairs.values()]).toMatchObject([{ type: 'reinstall', status: 'canceled' }])
    const last = stage.cron(2, { jobDelaySeconds }).at(-1)
    expect(last && decisionsOf(last).get('db1')?.reason.code).toBe('nodes-fine')
    expect(stage.instance('db1')).toMatchObject({ primary: 'node2', dataLost: false })
  })

  test('of an hour: that the job goes on yet is a problem, and it is cancelled all the same', () => {
    const stage = backInTime(3600)
    const run = stage.harep({ jobDelaySeconds: 3600 })
    expect(run.outcome).toEqual({ kind: 'returned', value: 1 })
    stage.pass(4000)
    expect([...stage.repairs.values()]).toMatchObject([{ type: 'reinstall', status: 'canceled' }])
    expect(stage.instance('db1')).toMatchObject({ primary: 'node2', dataLost: false })
  })
})
