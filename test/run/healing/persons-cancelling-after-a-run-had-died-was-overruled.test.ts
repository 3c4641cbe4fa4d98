import { describe, expect, test } from 'vitest'
import type { LuxiService } from '../../../sim/ganeti/luxi-service.ts'
import { clusterOf, drbd, single } from '../killed/scenario.ts'
import { Stage } from '../killed/stage.ts'
import { decisionsOf } from '../world.ts'

/*
 * A run died when it had submitted a repair and before there was a tag, and a person cancelled the repair. Nothing told that it had ever been there,
 * and the next run made it all the same.
 */

const INSTANCES = [
  ['fix-storage', drbd('web1', ['node3', 'node2'], 'reinstall')],
  ['failover', drbd('web1', ['node2', 'node3'], 'reinstall')],
  ['reinstall', single('web1', 'plain', 'node2', 'reinstall')],
] as const

/** A repair of a run that was killed right after it had submitted it. */
function untagged(instance: (typeof INSTANCES)[number][1]): Stage {
  const stageOf = () => {
    const stage = new Stage(clusterOf(5, [instance]))
    stage.kill('node2')
    return stage
  }
  const effect = stageOf()
    .harep()
    .effects.findIndex(one => one.kind === 'luxi' && one.method === 'SubmitManyJobs')
  const stage = stageOf()
  stage.harep({}, { effect, when: 'after' })
  return stage
}

describe.each(INSTANCES)('%s', (type, instance) => {
  test('a person has cancelled it: it is put on record as that', () => {
    const stage = untagged(instance)
    stage.pass(10)
    for (const id of stage.repairs.keys()) stage.ask('CancelJob', id, false)
    stage.pass(300)
    const runs = stage.cron(3)
    expect([...stage.repairs.values()]).toMatchObject([{ type, status: 'canceled' }])
    for (const run of runs) expect(decisionsOf(run).get('web1')?.reason.code).toBe('repair-cancelled')
    expect(stage.instance('web1').dataLost).toBe(false)
  })

  test('the next run has cancelled it, since its node is back, and it is due again: it is made', () => {
    const stage = untagged(instance)
    stage.revive('node2')
    stage.pass(300)
    stage.harep()
    expect([...stage.repairs.values()]).toMatchObject([{ type, status: 'canceled' }])
    stage.kill('node2')
    stage.pass(300)
    stage.cron(4)
    expect([...stage.repairs.values()].slice(0, 2)).toMatchObject([
      { status: 'canceled' },
      { status: 'success' },
    ])
  })
})

test("luxid's answer to the submission is late, and a person cancels the repair meanwhile: the run that finds it does not repeat it", () => {
  const stage = new Stage(clusterOf(5, [drbd('web1', ['node2', 'node3'], 'failover')]))
  stage.kill('node2')
  let isLost = false
  const service: LuxiService = {
    ...stage.cluster,
    handle: (request, reply) => {
      if (isLost || !JSON.stringify(request).includes('"SubmitManyJobs"'))
        return stage.cluster.handle(request, reply)
      isLost = true
      stage.cluster.handle(request, () => {})
      stage.kernel.after(5_000_000, () => {
        for (const id of stage.repairs.keys()) stage.ask('CancelJob', id, false)
      })
    },
  }
  stage.harepOver(service)
  stage.cron(2)
  expect(isLost).toBe(true)
  expect([...stage.repairs.values()]).toMatchObject([{ status: 'canceled' }])
})
