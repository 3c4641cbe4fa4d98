import { expect, test } from 'vitest'
import { markEntries, NO_MARKS, readMarks } from '../../src/run/repair-mark.ts'

/** What --reason says comes first. */
const ADMIN = ['harep', 'as I wish', 0]

const HOLD = 'harep-hold:11111111-2222-4333-8444-555555555555.1'

test.each([
  { hold: HOLD, figures: '0123abcd', from: ['node1', 'node2.example.com'] },
  { hold: undefined, figures: undefined, from: ['node1'] },
  { hold: HOLD, figures: undefined, from: undefined },
])('what a job says of itself is read again: %o', marks => {
  const repair = { type: 'reinstall', id: 'abc' } as const
  const reason = markEntries({ repair, ...marks }, 1_000)
  expect(readMarks({ reason: [['somebody', 'from nowhere', 0], ...reason] })).toEqual({ repair, ...marks })
})

test.each(['from', 'from ', 'from a b c', `from ${'a'.repeat(256)}`, 'from  a', 'from a\nb'])(
  'no nodes are read from %o',
  text => {
    expect(readMarks({ reason: [ADMIN, ['harep', text, 0]] }).from).toBeUndefined()
  },
)

test.each([`repair failover node2`, HOLD, 'from node1', 'figures 0123abcd', 'withdraws 7'])(
  'what an admin wanted (--reason) is no mark, however it reads: %o',
  text => {
    const trail = (...entries: readonly (readonly [string, string, number])[]) => ({
      reason: [['harep', text, 0], ...entries],
    })
    expect(readMarks(trail())).toEqual(NO_MARKS)
    expect(readMarks(trail(['harep', 'repair migrate abc', 0])).repair).toEqual({
      type: 'migrate',
      id: 'abc',
    })
  },
)
