import { expect, test } from 'vitest'
import { startWorld } from '../../../sim/world/world.ts'
import { clusterOf, MADE_ANEW, single } from '../killed/scenario.ts'
import { Stage } from '../killed/stage.ts'

/** A re-creation that takes its time, with ganeti-watcher looking every minute for what should run and does not. */
test.each([0, 20, 40])(
  'the watcher never starts an instance in the middle of its re-creation, begun %d s after it',
  seconds => {
    const stage = new Stage(
      clusterOf(4, [single('db1', 'plain', 'node2', 'reinstall')], {
        timing: { createDisksMs: 90_000, reinstallMs: 90_000, startupMs: 90_000 },
      }),
    )
    const started: string[] = []
    const stop = startWorld(stage.kernel, stage.cluster, { watcher: '* * * * *' })
    stage.pass(130)
    stage.kill('node2')
    stage.cluster.watchGuests((name, runs) => {
      if (runs) started.push(`${name} on ${stage.instance(name).disks[0]?.content} disks`)
    })
    stage.pass(seconds)
    stage.harep()
    stage.pass(600)
    stage.cron(2)
    stop()
    expect(started).toEqual(['db1 on installed disks'])
    expect(stage.instance('db1')).toMatchObject(MADE_ANEW)
  },
)
