import { expect, test } from 'vitest'
import { orderOf } from '../../../src/run/healing/cancel-order.ts'
import { isRepairJob } from '../../../src/run/healing/repair-jobs.ts'
import { aJob, anOpcode } from '../../builders/plan.ts'

const repair = (id: string, name: string, status: 'queued' | 'waiting') => {
  const job = aJob(id, { status, repair: { type: 'failover', id }, opcodes: [anOpcode(name, status)] })
  if (!isRepairJob(job)) throw new Error('it is a repair')
  return job
}
const overtaken = (one: { readonly id: string }) => one.id.startsWith('2')
const inShort = (jobs: Parameters<typeof orderOf>[0], silentNodes = 0) => {
  const { now, left } = orderOf(jobs, { silentNodes }, overtaken)
  return [now, left].map(some => some.map(({ id }) => id).join(' '))
}
const jobs = [
  repair('10', 'FAILOVER', 'waiting'),
  repair('11', 'FAILOVER', 'queued'),
  repair('20', 'FAILOVER', 'waiting'),
  repair('30', 'RECREATE_DISKS', 'waiting'),
  repair('31', 'RECREATE_DISKS', 'queued'),
]

test('what takes no time is cancelled first, then what gives up data, then what is in the way of something', () => {
  expect(inShort(jobs)).toEqual(['31 11 30 20 10', ''])
})

test('on a slow master nothing takes no time', () => {
  expect(inShort(jobs, 1)).toEqual(['31 30 20 11 10', ''])
})

test('what gives up data is never left to the next run, all else is where it is too much', () => {
  const many = (name: string, from: number) =>
    Array.from({ length: 9 }, (_, index) => repair(String(from + index), name, 'waiting'))
  expect(inShort([...many('FAILOVER', 101), ...many('RECREATE_DISKS', 301)])).toEqual([
    '301 302 303 304 305 306 307 308 309 101 102 103 104',
    '105 106 107 108 109',
  ])
})
