import { describe, expect, test } from 'vitest'
import { startRun } from '../../../sim/driver/simulated-run.ts'
import type { LuxiService } from '../../../sim/ganeti/luxi-service.ts'
import { runHarep } from '../../../src/run/run-harep.ts'
import { clusterOfWeb1, pass } from '../healing/forgotten.ts'
import { runOptions, World } from '../world.ts'

/** luxid ends all connections when it is asked for this, takes none for so many seconds, and does nothing of what it was asked. */
function runBesideRestart(method: string, seconds: number) {
  const world = new World(clusterOfWeb1(5, ['ganeti:watcher:autorepair:failover']))
  world.kill('node2')
  let hangUp = () => {}
  let backUs: number | undefined
  const service: LuxiService = {
    ...world.cluster,
    connect: listener => {
      if (backUs !== undefined && world.kernel.nowUs < backUs) return undefined
      hangUp = listener
      return world.cluster.connect(listener)
    },
    handle: (request, reply) => {
      if (backUs !== undefined || !JSON.stringify(request).includes(`"${method}"`))
        return world.cluster.handle(request, reply)
      backUs = world.kernel.nowUs + seconds * 1_000_000
      hangUp()
    },
  }
  const run = startRun(world.kernel, service, runHarep(runOptions()))
  world.finish(run)
  return { world, run }
}

function failovers(world: World): readonly string[] {
  return world.cluster
    .snapshot()
    .jobs.filter(({ summary }) => summary.join() === 'INSTANCE_FAILOVER(web1)')
    .map(({ status }) => status)
}

describe.each(['ReplaceFilter', 'SubmitManyJobs', 'DeleteFilter'])('luxid is started anew at %s', method => {
  test.each([0, 5, 25])('which takes %d s: the run goes on, and repairs', seconds => {
    const { world, run } = runBesideRestart(method, seconds)
    expect(run.outcome).toMatchObject({ kind: 'returned' })
    pass(world, 300)
    expect(failovers(world)).toEqual(['success'])
    expect(world.instance('web1')).toMatchObject({ status: 'running', primary: 'node3' })
  })

  test('which takes too long: the run ends, and the next one repairs', () => {
    const { world, run } = runBesideRestart(method, 60)
    expect(run.outcome).toMatchObject({ kind: 'threw', error: { code: 'LUXI_CONNECT' } })
    pass(world, 300)
    world.cron(2)
    expect(failovers(world)).toEqual(['success'])
    expect(world.instance('web1')).toMatchObject({ status: 'running', primary: 'node3' })
  })
})
