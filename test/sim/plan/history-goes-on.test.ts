import { expect, test } from 'vitest'
import { finishRun, startRun } from '../../../sim/driver/simulated-run.ts'
import { copyLive } from '../../../sim/import/live-copy.ts'
import { runHarep } from '../../../src/run/run-harep.ts'
import { runOptions } from '../../run/world.ts'
import { served } from '../import/served.ts'
import { cluster, instanceOf, plain, planOf } from './fixture.ts'

test('a re-creation that stopped half way on the live cluster goes on in the plan, and is not begun anew', async () => {
  const { path, live, kernel, pass } = await served(cluster(plain('db1', 'reinstall')), simulated => {
    simulated.powerOff('node2')
    simulated.setNodeOffline('node2', true)
    simulated.setOsCreationFailure('no space left')
  })
  for (let run = 0; run < 2; run += 1) {
    finishRun(kernel, startRun(kernel, live, runHarep(runOptions())))
    pass(300)
  }
  const { definition, notes } = await copyLive(path)
  expect(notes).toEqual([])
  const plan = planOf(definition, {}, { words: ['--settle-time=0'], startUs: kernel.nowUs })
  const steps = plan.runs.flatMap(run => run.steps)
  expect(steps.map(({ reason, job }) => [reason?.code, job.opcodes.map(({ name }) => name)])).toEqual([
    ['recreation-unfinished', ['INSTANCE_REINSTALL', 'INSTANCE_STARTUP']],
  ])
  expect(instanceOf(plan, 'db1')).toMatchObject({ isHealthy: true, end: { status: 'running' } })
})
