import { expect, test } from 'vitest'
import type { LuxiService } from '../../../sim/ganeti/luxi-service.ts'
import { clusterOf, drbd } from '../killed/scenario.ts'
import { Stage } from '../killed/stage.ts'
import { decisionsOf } from '../world.ts'

const NAMES = Array.from({ length: 8 }, (_, index) => `web${index}`)

/**
 * Eight failovers are over, that of web7 with an error since its process died. Their tags, which would all be written by one job, do not
 * say so yet.
 */
function stageWithEightFailovers(): Stage {
  const nodes = Array.from({ length: 6 }, (_, index) => ({ name: `node${index + 1}`, diskMiB: 10_000_000 }))
  const instances = NAMES.map(name =>
    drbd(name, ['node2', 'node3'], 'failover', { memoryMiB: 64, disksMiB: [196_608] }),
  )
  const stage = new Stage(clusterOf(6, instances, { nodes }))
  stage.kill('node2')
  let isKilled = false
  stage.cluster.watchJobs(({ id, status, opcodes }) => {
    const isIt = opcodes.some(
      opcode => opcode['instance_name'] === 'web7' && opcode['OP_ID'] === 'OP_INSTANCE_FAILOVER',
    )
    if (isKilled || status !== 'running' || !isIt) return
    isKilled = true
    stage.kernel.after(0, () => stage.cluster.killJob(id))
  })
  stage.harep()
  stage.pass(330)
  return stage
}

/** An admin gives instances new secondaries, which takes an hour. */
function lock(stage: Stage, names: readonly string[], seconds = 60): void {
  for (const instance of names)
    stage.submit({
      OP_ID: 'OP_INSTANCE_REPLACE_DISKS',
      instance_name: instance,
      mode: 'replace_new_secondary',
      iallocator: 'hail',
      disks: [],
    })
  stage.pass(seconds)
}

/** A run over a service, with how many seconds it took. */
function timed(stage: Stage, service: LuxiService = stage.cluster) {
  const startUs = stage.kernel.nowUs
  const run = stage.harepOver(service)
  const codes = new Map([...decisionsOf(run).values()].map(({ instance, reason }) => [instance, reason.code]))
  const problems = new Map(
    run.events.flatMap(event => (event.kind === 'problem' ? [[event.instance, event.problem]] : [])),
  )
  return { codes, problems, seconds: (stage.kernel.nowUs - startUs) / 1_000_000 }
}

test('what is known to be locked waits in a job of its own, and the rest goes on', () => {
  const stage = stageWithEightFailovers()
  lock(stage, ['web0', 'web1', 'web2', 'web3'])
  const { codes, problems, seconds } = timed(stage)
  expect([...codes.values()]).toEqual([
    ...Array.from({ length: 4 }, () => 'result-waiting'),
    ...Array.from({ length: 3 }, () => 'repair-submitted'),
    'retry-later',
  ])
  expect(problems.get('web0')).toContain('waited too long for a lock that another job has')
  for (const name of ['web1', 'web2', 'web3'])
    expect(problems.get(name)).toBe(
      'its tag was not written, since another job has its lock (gnt-job list); the next run looks again',
    )
  expect(seconds).toBeLessThan(45)
  stage.pass(240)
  expect(timed(stage).codes.get('web7')).toBe('repair-submitted')
  stage.pass(30)
  expect(stage.instance('web7').status).toBe('running')
})

test('what turns out to be locked takes the rest of its job along only once', () => {
  const stage = stageWithEightFailovers()
  let isLocked = false
  const { codes, problems } = timed(stage, {
    ...stage.cluster,
    handle: (message, reply) => {
      if (!isLocked && JSON.stringify(message).includes('OP_TAGS_SET')) {
        isLocked = true
        lock(stage, ['web0', 'web2', 'web4'], 5)
      }
      stage.cluster.handle(message, reply)
    },
  })
  expect(isLocked).toBe(true)
  expect([...problems.keys()]).toEqual(['web0', 'web2', 'web4'])
  for (const name of ['web1', 'web3', 'web5', 'web6']) expect(codes.get(name)).not.toBe('result-waiting')
  expect(codes.get('web7')).toBe('retry-later')
})

test('what was locked gets its tags once it is free', () => {
  const stage = stageWithEightFailovers()
  lock(stage, ['web0', 'web1'])
  timed(stage)
  stage.pass(2 * 3600)
  timed(stage)
  stage.pass(300)
  const { codes } = timed(stage)
  for (const name of ['web0', 'web1']) expect(codes.get(name)).toBe('nodes-fine')
  expect(stage.violations).toEqual([])
  expect(stage.unrecorded()).toEqual([])
})
