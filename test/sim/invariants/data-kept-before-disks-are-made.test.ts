import { describe, expect, test } from 'vitest'
import { dataKept } from '../../../sim/invariants/data-kept.ts'
import { ByHand, REPAIR, web } from './by-hand.ts'

/*
 * A re-creation counted as begun when its delay began, or when it had marked its instance down, and data that came back while it then
 * waited was nobody's business: neither harep's, nor that of the invariant. A real Ganeti has shown it.
 */

const DELAY = { OP_ID: 'OP_TEST_DELAY', duration: 200, on_master: false, on_nodes: [] }
const SHUTDOWN = { OP_ID: 'OP_INSTANCE_SHUTDOWN', instance_name: 'web', ignore_offline_nodes: true }

/** What is found where a node comes back before a re-creation makes disks, and so many runs of harep look on. */
function found(runs: number, first: typeof DELAY | typeof SHUTDOWN): readonly string[] {
  const stage = new ByHand(dataKept, [web({ adminState: first === DELAY ? 'down' : 'up' })])
  for (const node of ['node2', 'node3']) {
    stage.cluster.powerOff(node)
    stage.cluster.setNodeOffline(node, true)
  }
  stage.tell('calmBegan')
  stage.pass(10)
  // What comes behind a delay has no lock to wait for; the other waits for its new nodes.
  if (first === SHUTDOWN) stage.submit({ ...DELAY, on_nodes: ['node1', 'node4'], reason: [] })
  const reason = [
    ['harep', 'harep called', 0],
    ['harep', `repair reinstall ${REPAIR}`, 0],
  ]
  const recreate = { OP_ID: 'OP_INSTANCE_RECREATE_DISKS', nodes: ['node1', 'node4'], disks: [] }
  const job = stage.submit(
    { ...first, reason },
    { ...recreate, instance_name: 'web', reason },
    { OP_ID: 'OP_INSTANCE_REINSTALL', instance_name: 'web', reason },
  )
  stage.pass(10)
  stage.cluster.powerOn('node3')
  stage.cluster.setNodeOffline('node3', false)
  stage.tell('calmBegan')
  for (let run = 0; run < runs; run += 1) stage.idleRun()
  stage.pass(600)
  expect(stage.cluster.statusOfJob(Number(job))).toBe('success')
  return stage.found
}

describe.each([
  ['in its delay', DELAY, 1],
  ['behind its first step', SHUTDOWN, 2],
] as const)('%s', (_, first, job) => {
  test('a run could have cancelled it', () => {
    expect(found(1, first)).toEqual([
      `job ${job}, reinstall of web, has ended (success), and neither its nodes nor shared storage hold any more what was there before`,
    ])
  })

  test('no run has looked since', () => {
    expect(found(0, first)).toEqual([])
  })
})
