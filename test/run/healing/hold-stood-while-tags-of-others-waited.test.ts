import { expect, test } from 'vitest'
import { clusterOf, single } from '../killed/scenario.ts'
import { Stage } from '../killed/stage.ts'

/*
 * Re-creations are submitted and held. The last look finds that one of them is no longer due; its tag then waited for a lock, and a new plan was
 * made, before the hold went: by then the look was old, and data that had come back meanwhile was given up.
 */
test('the hold goes right after the last look, before the tags of what was withdrawn', () => {
  const stage = new Stage(
    clusterOf(
      5,
      [single('db0', 'plain', 'node2', 'reinstall'), single('db1', 'plain', 'node3', 'reinstall')],
      {
        timing: { startupMs: 12_000 },
      },
    ),
  )
  stage.kill('node2', 'node3')
  stage.once('OP_TAGS_SET', 'success', () => stage.revive('node2'))
  stage.once('OP_INSTANCE_RECREATE_DISKS', 'canceled', () =>
    stage.submit({ OP_ID: 'OP_INSTANCE_STARTUP', instance_name: 'db0' }),
  )
  const run = stage.harep()
  const calls = run.effects.flatMap(effect => (effect.kind === 'luxi' ? [effect.method] : []))
  const afterwards = calls.slice(calls.lastIndexOf('CancelJob') + 1)
  expect(afterwards).toContain('SubmitManyJobs')
  expect(afterwards.indexOf('DeleteFilter')).toBeGreaterThanOrEqual(0)
  expect(afterwards.indexOf('DeleteFilter')).toBeLessThan(afterwards.indexOf('SubmitManyJobs'))
  stage.cron(3)
  expect(stage.instance('db0')).toMatchObject({ status: 'running', primary: 'node2', dataLost: false })
  expect(stage.instance('db1')).toMatchObject({ status: 'running', dataLost: true })
  expect(stage.filters()).toEqual([])
})
