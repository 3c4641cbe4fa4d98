import { expect, test } from 'vitest'
import { finishRun, startRun } from '../../../sim/driver/simulated-run.ts'
import type { LuxiService } from '../../../sim/ganeti/luxi-service.ts'
import { DEBIAN_SCHEDULES, startWorld } from '../../../sim/world/world.ts'
import { runHarep } from '../../../src/run/run-harep.ts'
import { clusterOf, drbd, KEPT } from '../killed/scenario.ts'
import { Stage } from '../killed/stage.ts'
import { returnedBy, runOptions } from '../world.ts'

function stageWithDeadNode(): Stage {
  const stage = new Stage(clusterOf(6, [drbd('web1', ['node2', 'node3'], 'failover')]))
  stage.kill('node2')
  return stage
}

/** The master dies, and with it luxid, all processes of jobs and harep; node4 takes over, and harep runs there. */
test('the master dies at any moment of a run, and another takes over: each ends as if it had not', () => {
  const calm = stageWithDeadNode()
  const beganUs = calm.kernel.nowUs
  calm.harep()
  const tookMs = Math.ceil((calm.kernel.nowUs - beganUs) / 1000)
  for (let atMs = 0; atMs <= tookMs + 1500; atMs += 100) {
    const stage = stageWithDeadNode()
    const run = startRun(stage.kernel, stage.cluster, runHarep(runOptions()))
    stage.kernel.runUntil(stage.kernel.nowUs + atMs * 1000)
    run.kill()
    stage.cluster.powerOff('node1')
    stage.cluster.setNodeOffline('node1', false)
    expect(stage.cluster.failOverMaster('node4').exitCode).toBe(0)
    stage.pass(30)
    stage.cluster.setNodeOffline('node1', true)
    const where = `the master died after ${atMs} ms`
    // What was marked up and is down since its failover died half way is for the watcher to start.
    const stop = startWorld(stage.kernel, stage.cluster, { watcher: DEBIAN_SCHEDULES.watcher })
    for (const next of stage.cron(20)) expect([0, 1], where).toContain(returnedBy(next.outcome))
    stop()
    expect(stage.violations, where).toEqual([])
    expect(stage.filters(), where).toEqual([])
    expect(stage.instance('web1'), where).toMatchObject({ ...KEPT, primary: 'node3' })
    expect(stage.instance('web1').secondaries, where).not.toContain('node2')
  }
})

test('a run that is cut off by a master failover ends with an error, and nothing is begun twice', () => {
  const stage = stageWithDeadNode()
  let isElsewhere = false
  const socketOfNode1: LuxiService = {
    ...stage.cluster,
    connect: hungUp => (isElsewhere ? undefined : stage.cluster.connect(hungUp)),
  }
  const run = startRun(stage.kernel, socketOfNode1, runHarep(runOptions()))
  while (stage.repairs.size === 0) stage.kernel.step()
  expect(stage.cluster.failOverMaster('node4').exitCode).toBe(0)
  isElsewhere = true
  expect(finishRun(stage.kernel, run)).toMatchObject({ kind: 'threw', error: { code: 'LUXI_CONNECT' } })
  stage.pass(300)
  stage.cron(5)
  expect(stage.violations).toEqual([])
  expect(stage.filters()).toEqual([])
  expect(stage.instance('web1')).toMatchObject({ ...KEPT, primary: 'node3' })
})
