import { expect, test } from 'vitest'
import { startRun } from '../../../sim/driver/simulated-run.ts'
import type { LuxiService } from '../../../sim/ganeti/luxi-service.ts'
import { runHarep } from '../../../src/run/run-harep.ts'
import { runOptions, World } from '../world.ts'
import { clusterOfWeb1, pass, repairJobs } from './forgotten.ts'

/*
 * luxid is at other work, and does not answer the submission for longer than a run waits for an answer. The hold is minutes old by
 * then; its jobs come all the same, when luxid is done.
 */
test.each([181, 200, 235, 260, 290, 330, 400])('the repairs are submitted after %d s', seconds => {
  const world = new World(clusterOfWeb1(5, ['ganeti:watcher:autorepair:failover']))
  world.kill('node2')
  let isLate = false
  const service: LuxiService = {
    ...world.cluster,
    handle: (request, reply) => {
      if (isLate || !/"SubmitManyJobs".*FAILOVER/.test(JSON.stringify(request)))
        return world.cluster.handle(request, reply)
      isLate = true
      world.kernel.after(seconds * 1_000_000, () => world.cluster.handle(request, () => {}))
    },
  }
  const run = startRun(world.kernel, service, runHarep(runOptions()))
  world.finish(run)
  expect(isLate).toBe(true)
  pass(world, 300)
  world.cron(3)
  expect(repairJobs(world).map(job => job.split(' ')[1])).toEqual(['success', 'success'])
  expect(world.instance('web1')).toMatchObject({ status: 'running', primary: 'node3' })
})
