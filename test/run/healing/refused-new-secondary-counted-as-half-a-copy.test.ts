import { describe, expect, test } from 'vitest'
import { clusterOf, drbd } from '../killed/scenario.ts'
import { Stage } from '../killed/stage.ts'
import { decisionsOf } from '../world.ts'

/*
 * A new secondary is asked for, and before the job begins its process dies: nothing is changed.
 * That counted as a secondary that may be half a copy: for good, and a well instance was not failed over any more when its primary died.
 */

/** web1's mirror is dead, and what was to make another one has failed before it did anything. */
function refused(fail: (stage: Stage) => void): Stage {
  const stage = new Stage(clusterOf(6, [drbd('web1', ['node2', 'node3'], 'failover')]))
  stage.kill('node3')
  stage.harep()
  fail(stage)
  const [repair] = [...stage.repairs.values()]
  for (let seconds = 0; seconds < 900 && repair?.status !== 'error'; seconds += 1) stage.pass(1)
  expect(repair).toMatchObject({ type: 'fix-storage', status: 'error' })
  expect(stage.instance('web1').secondaries).toEqual(['node3'])
  stage.revive('node3')
  return stage
}

describe.each([['its process died before it began', (stage: Stage) => stage.cluster.killJob(1)]])(
  '%s',
  (_, fail) => {
    test('its mirror is back: it is healthy', () => {
      const last = refused(fail).cron(3).at(-1)
      expect(last && decisionsOf(last).get('web1')?.reason.code).toBe('nodes-fine')
    })

    test('its mirror has been back for hours, and its primary dies: it is failed over', () => {
      const stage = refused(fail)
      stage.pass(3 * 3600)
      stage.kill('node2')
      stage.cron(4)
      expect(stage.instance('web1')).toMatchObject({ status: 'running', primary: 'node3' })
    })
  },
)
