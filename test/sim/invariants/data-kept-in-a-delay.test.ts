import { expect, test } from 'vitest'
import { dataKept } from '../../../sim/invariants/data-kept.ts'
import { ByHand, REPAIR, web } from './by-hand.ts'

/*
 * A re-creation counted as begun when its delay began, and data that came back while that ran was nobody's business: neither harep's, nor that
 * of the invariant. A real Ganeti has shown it.
 */

/** What is found where a node comes back while a re-creation is in its delay, and so many runs of harep look on. */
function found(runs: number): readonly string[] {
  const stage = new ByHand(dataKept, [web({ adminState: 'down' })])
  for (const node of ['node2', 'node3']) {
    stage.cluster.powerOff(node)
    stage.cluster.setNodeOffline(node, true)
  }
  stage.tell('calmBegan')
  stage.pass(10)
  const reason = [
    ['harep', 'harep called', 0],
    ['harep', `repair reinstall ${REPAIR}`, 0],
  ]
  stage.submit(
    { OP_ID: 'OP_TEST_DELAY', duration: 200, on_master: false, on_nodes: [], reason },
    {
      OP_ID: 'OP_INSTANCE_RECREATE_DISKS',
      instance_name: 'web',
      nodes: ['node1', 'node4'],
      disks: [],
      reason,
    },
    { OP_ID: 'OP_INSTANCE_REINSTALL', instance_name: 'web', reason },
  )
  stage.pass(10)
  stage.cluster.powerOn('node3')
  stage.cluster.setNodeOffline('node3', false)
  stage.tell('calmBegan')
  for (let run = 0; run < runs; run += 1) stage.idleRun()
  stage.pass(600)
  expect(stage.cluster.statusOfJob(1)).toBe('success')
  return stage.found
}

test('a run could have cancelled it', () => {
  expect(found(1)).toEqual([
    'job 1, reinstall of web, has ended (success), and neither its nodes nor shared storage hold any more what was there before',
  ])
})

test('no run has looked since', () => {
  expect(found(0)).toEqual([])
})
