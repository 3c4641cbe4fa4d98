import { expect, test } from 'vitest'
import { clusterOf, drbd } from '../killed/scenario.ts'
import { Stage } from '../killed/stage.ts'
import { decisionsOf, type World } from '../world.ts'
import { firstCall, pass, repairJobs, worldWithFailoverAtALock } from './forgotten.ts'

/* What tells that harep itself was about to cancel a repair must not tell it for ever, nor may others tell it by accident (found in a review). */

const waiting = (): World => worldWithFailoverAtALock(7200)

function cancelAndLook(world: World): string | undefined {
  world.cluster.handle({ method: 'CancelJob', args: [2] }, () => {})
  pass(world, 200)
  expect(repairJobs(world)).toEqual(['2 canceled'])
  world.cron(1)
  return decisionsOf(world.harep()).get('web1')?.reason.code
}

test('a run was about to cancel it and died; an hour later, when it has long been due again, a person does', () => {
  const nodeBack = () => {
    const world = waiting()
    world.revive('node2')
    return world
  }
  const effect = firstCall(nodeBack().harep(), 'CancelJob')
  const world = nodeBack()
  world.harep({}, { effect, when: 'before' })
  world.kill('node2')
  pass(world, 200)
  world.cron(12)
  expect(repairJobs(world)).toEqual(['2 waiting'])
  expect(cancelAndLook(world)).toBe('repair-cancelled')
})

test.each([
  [
    'in a job that is more than a delay',
    ['OP_TEST_DELAY', 'OP_TEST_DELAY'],
    ['harep', 'harep', 'withdraws 2'],
  ],
  ['in the place of what an admin wanted', ['OP_TEST_DELAY'], ['withdraws 2']],
])('a job says so that is no witness: %s', (_, opcodes, reasons) => {
  const world = waiting()
  const reason = reasons.map(text => ['harep', text, 0])
  const delay = { duration: 0.001, on_master: false, on_nodes: [], reason }
  world.cluster.handle(
    { method: 'SubmitJob', args: [opcodes.map(OP_ID => ({ OP_ID, ...delay }))] },
    ({ success }) => expect(success).toBe(true),
  )
  expect(cancelAndLook(world)).toBe('repair-cancelled')
})

test('a person removes the pending tag, harep takes the repair on again, and the person cancels it', () => {
  const stage = new Stage(clusterOf(5, [drbd('web1', ['node2', 'node3'], 'failover')]))
  stage.kill('node2')
  stage.ask('ReplaceFilter', null, 0, [['opcode', ['=', 'OP_ID', 'OP_INSTANCE_FAILOVER']]], 'PAUSE', [])
  stage.harep()
  stage.pass(60)
  const tags = stage.instance('web1').tags.filter(tag => tag.includes(':pending:'))
  stage.submit({ OP_ID: 'OP_TAGS_DEL', kind: 'instance', name: 'web1', tags })
  stage.pass(60)
  stage.harep()
  stage.pass(60)
  for (const id of stage.repairs.keys()) stage.ask('CancelJob', id, false)
  stage.pass(240)
  for (const run of stage.cron(3)) expect(decisionsOf(run).get('web1')?.reason.code).toBe('repair-cancelled')
})
