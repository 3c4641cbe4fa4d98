import { expect, test } from 'vitest'
import { clusterOf, drbd } from '../killed/scenario.ts'
import { Stage } from '../killed/stage.ts'

/*
 * A new second copy waits for hours while others are made, and the node dies that it was to be made on: it was left in the queue, failed there,
 * and that counted as one of its attempts. test/run/killed/scenarios/drbd.ts has the same with runs that die.
 */
test.each([
  ['dies', (stage: Stage) => stage.kill('node5')],
  ['is drained', (stage: Stage) => stage.cluster.setNodeDrained('node5', true)],
] as const)('its node %s, and it goes to another one, without having failed', (_, happens) => {
  const disks = { disksMiB: [40_000], memoryMiB: 64 }
  const copied = ['a1', 'a2', 'a3'].map(name => drbd(name, ['node3', 'node2'], 'failover', disks))
  const stage = new Stage(clusterOf(6, copied))
  const [targets, results] = [new Set<string>(), new Set<string>()]
  stage.cluster.watchJobs(({ opcodes }) => {
    for (const opcode of opcodes)
      if (opcode['instance_name'] === 'a3' && 'remote_node' in opcode)
        targets.add(String(opcode['remote_node']))
  })
  stage.cluster.setNodeDrained('node2', true)
  stage.harep()
  stage.pass(60)
  expect([...targets]).toEqual(['node5'])
  happens(stage)
  stage.cron(10)
  for (const { summary, status } of stage.cluster.snapshot().jobs)
    if (summary.some(text => text.startsWith('INSTANCE_REPLACE_DISKS'))) results.add(status)
  expect([...results].toSorted()).toEqual(['canceled', 'success'])
  expect([...targets]).toEqual(['node5', 'node6'])
  expect(stage.instance('a3')).toMatchObject({
    status: 'running',
    primary: 'node3',
    secondaries: ['node6'],
  })
})
