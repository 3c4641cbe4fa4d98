import { expect, test } from 'vitest'
import { clusterOf, drbd, single } from '../killed/scenario.ts'
import { Stage } from '../killed/stage.ts'
import { decisionsOf } from '../world.ts'
import { firstCall } from './forgotten.ts'

/* A stopped instance is being moved off a drained node, which takes minutes, and another node dies. */
function deadNodeBesideALongCopy(): Stage {
  const world = new Stage(
    clusterOf(6, [
      single('big', 'plain', 'node4', 'failover', { adminState: 'down', disksMiB: [20_000] }),
      drbd('web1', ['node2', 'node3'], 'failover'),
    ]),
  )
  world.submit({ OP_ID: 'OP_NODE_SET_PARAMS', node_name: 'node4', drained: true })
  world.pass(10)
  world.harep()
  world.pass(30)
  world.kill('node2')
  return world
}

test('a run died with its hold in place, and the next one, with --wait, began nothing for its whole hour', () => {
  const effect = firstCall(deadNodeBesideALongCopy().harep(), 'ReplaceFilter')
  const world = deadNodeBesideALongCopy()
  world.harep({}, { effect, when: 'after' })
  world.pass(5)
  const run = world.harep({ waitSeconds: 3600 })
  expect(run.events).toContainEqual(
    expect.objectContaining({
      kind: 'warning',
      warning: expect.stringContaining('was interrupted just now'),
    }),
  )
  expect(decisionsOf(run).get('web1')?.state).toBe('healthy')
  expect(world.instance('web1').status).toBe('running')
  expect(world.violations).toEqual([])
})
