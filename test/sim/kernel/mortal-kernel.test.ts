import { expect, test } from 'vitest'
import { createMortalKernel } from '../../../sim/kernel/mortal-kernel.ts'
import { createKernel } from '../../../sim/kernel/virtual-kernel.ts'

test('what was planned through a kernel that has ended never happens; the rest goes on', () => {
  const kernel = createKernel({ startUs: 0, seed: 1 })
  const mortal = createMortalKernel(kernel)
  const happened: string[] = []
  mortal.kernel.after(10, () => happened.push('before'))
  mortal.kernel.after(30, () => happened.push('after its end'))
  kernel.after(30, () => happened.push('of others'))
  kernel.after(20, () => mortal.end())
  kernel.runUntil(25)
  mortal.kernel.after(1, () => happened.push('planned too late'))
  kernel.runUntil(100)
  expect(happened).toEqual(['before', 'of others'])
})

test('time and random streams are those of the whole simulation', () => {
  const kernel = createKernel({ startUs: 5, seed: 1 })
  const mortal = createMortalKernel(kernel)
  const same = createKernel({ startUs: 5, seed: 1 })
  expect(mortal.kernel.random('a').next()).toBe(same.random('a').next())
  kernel.runUntil(50)
  expect(mortal.kernel.nowUs).toBe(50)
})
