import { expect, test } from 'vitest'
import { playEverything, reportText } from '../../sim/ganeti/captures/report.ts'

// The figures for docs/fidelity.md. What is compared, and that the comparison notices what it should, is tested in
// test/sim/ganeti/captures.test.ts, by the same code.

test('captured exchanges with a real luxid, replayed on the simulated one', () => {
  const outcomes = playEverything()
  process.stdout.write(`\n${reportText(outcomes)}\n`)
  const different = outcomes.flatMap(outcome => outcome.different)
  expect(different.map(({ exchange, difference }) => `${exchange.name} ${difference}`)).toEqual([])
})
