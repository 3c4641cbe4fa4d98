import { describe, expect, test } from 'vitest'
import { DEFAULT_TIMING } from '../../../sim/ganeti/timing.ts'
import { clusterOf, drbd, single } from '../killed/scenario.ts'
import { Stage } from '../killed/stage.ts'
import { decisionsOf } from '../world.ts'

/*
 * A person cancels a repair within the second in which its tag is on its way. Whatever was cancelled before its tag was on record
 * counted as cancelled by harep itself: it was submitted anew, and what was on the disks was given up against a person's will.
 */

describe('a person cancels it before its tag is on record', () => {
  test.each([
    ['fix-storage', drbd('web1', ['node3', 'node2'], 'reinstall')],
    ['failover', drbd('web1', ['node2', 'node3'], 'reinstall')],
    ['reinstall', single('web1', 'plain', 'node2', 'reinstall')],
  ] as const)('%s', (type, instance) => {
    const stage = new Stage({ ...clusterOf(5, [instance]), timing: DEFAULT_TIMING })
    stage.kill('node2')
    stage.once('OP_TAGS_SET', 'queued', () => {
      for (const id of stage.repairs.keys()) stage.ask('CancelJob', id, false)
    })
    stage.harep()
    expect([...stage.repairs.values()]).toMatchObject([{ type, status: 'canceled' }])
    stage.pass(300)
    const runs = stage.cron(3)
    expect([...stage.repairs.values()]).toMatchObject([{ type, status: 'canceled' }])
    for (const run of runs) expect(decisionsOf(run).get('web1')?.reason.code).toBe('repair-cancelled')
    expect(stage.instance('web1').dataLost).toBe(false)
  })
})
