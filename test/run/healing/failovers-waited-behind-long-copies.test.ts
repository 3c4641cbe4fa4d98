import { expect, test } from 'vitest'
import { clusterOf, drbd } from '../killed/scenario.ts'
import { Stage } from '../killed/stage.ts'

/*
 * One node dies, the primary of fifteen instances and the secondary of fifteen others, as on any drbd cluster, and each new second copy takes an hour.
 * What was down shared ten slots with what only lacked its second copy: some instances were down for more than an hour.
 */
test('what is down runs again within two runs', () => {
  const instances = Array.from({ length: 30 }, (_, index) =>
    drbd(`vm${10 + index}`, index % 2 === 0 ? ['node3', 'node2'] : ['node2', 'node4'], 'failover', {
      memoryMiB: 64,
      disksMiB: [204_800],
    }),
  )
  const nodes = Array.from({ length: 6 }, (_, index) => ({
    name: `node${index + 1}`,
    diskMiB: 100_000_000,
    memoryMiB: 65_536,
  }))
  const stage = new Stage(clusterOf(6, instances, { nodes }))
  stage.kill('node2')
  stage.cron(2)
  const down = stage.cluster.snapshot().instances.filter(({ status }) => status !== 'running')
  expect(down.map(({ name }) => name)).toEqual([])
  const copies = stage.unfinishedRepairs().filter(({ opcodes }) => opcodes.includes('REPLACE_DISKS'))
  expect(copies.length).toBeGreaterThan(10)
})
