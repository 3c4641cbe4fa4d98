import { expect, test } from 'vitest'
import { FAULTS } from '../../../sim/faults/all.ts'
import { ROWS } from './rows.ts'
import { see } from './setting.ts'

test.each(FAULTS.map(({ name }) => name))('what %s does, and whether it ends', name => {
  const { happens, look = () => undefined, times = [], looks, trace, before } = ROWS[name]
  const seen = see(happens, look, times, before)
  expect(seen.tookPlace).not.toContain(false)
  if (looks !== undefined) expect(seen.looks).toEqual(looks)
  expect(seen.trace).toMatch(trace)
})
