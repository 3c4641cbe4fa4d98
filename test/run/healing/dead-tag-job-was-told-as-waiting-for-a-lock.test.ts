import { expect, test } from 'vitest'
import { execError } from '../../../sim/ganeti/ganeti-failure.ts'
import { DEFAULT_TIMING } from '../../../sim/ganeti/timing.ts'
import { clusterOf, drbd } from '../killed/scenario.ts'
import { Stage } from '../killed/stage.ts'
import { decisionsOf } from '../world.ts'
import { occupyQueue } from './forgotten.ts'

/** A run whose first job that writes a tag is befallen by something when it comes to this status; what is said of web1. */
function problemAfter(status: string, befall: (stage: Stage, job: number) => void): string | undefined {
  const web1 = drbd('web1', ['node2', 'node3'], 'failover')
  const stage = new Stage({ ...clusterOf(6, [web1]), timing: DEFAULT_TIMING })
  stage.kill('node2')
  stage.once('OP_TAGS_SET', status, ({ id }) => befall(stage, id))
  const reason = decisionsOf(stage.harep()).get('web1')?.reason
  // Whatever was said, the next runs repair it.
  stage.pass(400)
  stage.cron(2)
  expect(stage.instance('web1')).toMatchObject({ primary: 'node3', status: 'running' })
  expect(stage.violations).toEqual([])
  return reason?.code === 'problem' ? reason.problem : undefined
}

test.each([
  [
    'waiting',
    'waited too long for a lock that another job has (gnt-job list), or its process has died (gnt-job info 2)',
  ],
  ['running', 'took too long, or its process has died (gnt-job info 2)'],
])('a tag job that died when it was %s may have died, the run says', (status, what) => {
  const problem = problemAfter(status, (stage, job) => stage.cluster.killJob(job))
  expect(problem).toBe(`job 2, which writes its tag, ${what}; the next run looks again`)
})

test('one that failed by itself has failed', () => {
  const problem = problemAfter('queued', stage => stage.cluster.failNext('OP_TAGS_SET', execError('no')))
  expect(problem).toBe('job 2, which writes its tag, has failed (gnt-job info 2); the next run looks again')
})

test('one that somebody cancelled was cancelled', () => {
  const web1 = drbd('web1', ['node2', 'node3'], 'failover')
  const stage = new Stage({
    ...clusterOf(6, [web1]),
    cluster: { name: 'cluster.example.com', hypervisor: 'fake', maxRunningJobs: 1 },
  })
  stage.kill('node2')
  occupyQueue(stage, 30)
  const run = stage.start()
  stage.pass(5)
  stage.ask('CancelJob', 3)
  stage.finish(run)
  expect(decisionsOf(run).get('web1')?.reason).toEqual({
    code: 'problem',
    problem: 'job 3, which writes its tag, was cancelled; the next run looks again',
  })
})
