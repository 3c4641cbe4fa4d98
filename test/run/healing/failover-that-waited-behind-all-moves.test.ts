import { expect, test } from 'vitest'
import { clusterOf, drbd, single } from '../killed/scenario.ts'
import { Stage } from '../killed/stage.ts'

/*
 * node4 is being emptied: its plain instances are copied to node3, the only one with room, and five of these jobs wait for one another. Then node2
 * dies, and its instance goes to node3, too: of those who wait for a lock Ganeti gives it to the oldest job, so that what was down waited for
 * most of an hour, until all of them had been moved.
 */
const NAMES = ['guest1', 'guest2', 'guest3', 'guest4', 'guest5', 'guest6']

function stageWhereMovesWait(): Stage {
  const guests = NAMES.map(name =>
    single(name, 'plain', 'node4', 'reinstall', { disksMiB: [25 * 1024], memoryMiB: 128 }),
  )
  const nodes = [1, 2, 3, 4].map(number => ({
    name: `node${number}`,
    diskMiB: number > 2 ? 1024 * 1024 : 24 * 1024,
  }))
  const stage = new Stage(clusterOf(4, [...guests, drbd('web', ['node2', 'node3'], 'failover')], { nodes }))
  stage.cluster.setNodeDrained('node4', true)
  stage.harep()
  stage.pass(60)
  return stage
}

const moved = (stage: Stage) => NAMES.filter(name => stage.instance(name).primary === 'node3').length

test('what is down comes before what only is to be moved', () => {
  const stage = stageWhereMovesWait()
  stage.kill('node2')
  stage.harep()
  let runsUs = 0
  stage.once('OP_INSTANCE_FAILOVER', 'success', () => {
    runsUs = stage.kernel.nowUs
    expect(moved(stage)).toBe(1)
  })
  stage.pass(3 * 3_600)
  expect(runsUs).toBeGreaterThan(0)
  stage.cron(3)
  expect(moved(stage)).toBe(6)
  expect(stage.violations).toEqual([])
})
