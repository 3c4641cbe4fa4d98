import { expect, test } from 'vitest'
import { createCluster } from '../../../sim/ganeti/simulated-cluster.ts'
import { createKernel } from '../../../sim/kernel/virtual-kernel.ts'
import { GuestWatch } from '../../../sim/plan/guest-watch.ts'
import { cluster, drbd, plain } from './fixture.ts'

test('notes when guests stop and that they start again, of the instances that it is to watch', () => {
  const kernel = createKernel({ startUs: 1_000_000, seed: 1 })
  const definition = cluster(drbd('web1'), plain('db1'), { ...plain('batch1'), running: false })
  const simulated = createCluster(kernel, definition)
  const watch = new GuestWatch(kernel, simulated, new Set(['web1', 'batch1']))
  kernel.runUntil(2_000_000)
  simulated.powerOff('node2')
  kernel.runUntil(3_000_000)
  expect(watch.interruptionsOf('web1')).toEqual([{ fromUs: 2_000_000, untilUs: undefined }])
  expect(watch.interruptionsOf('batch1')).toEqual([{ fromUs: 1_000_000, untilUs: undefined }])
  expect(watch.interruptionsOf('db1')).toEqual([])
})
