import { describe, expect, test } from 'vitest'
import { absence, isCi } from './real-cluster.ts'
import { failOverTwelve, OURS } from './twelve-failovers.ts'

const skip = absence !== undefined && !isCi
if (skip) console.log(`skipped: ${absence}`)

/* How long it takes is told and never asserted: it is the machine's. test/bench/real-failovers.ts measures. */
describe.skipIf(skip)('twelve failovers off a dead node of a real Ganeti', () => {
  test('all twelve run again', async () => {
    const { seconds, running } = await failOverTwelve(OURS, 'three')
    console.log(`all twelve run again after ${seconds.toFixed(1)} s`)
    expect(running).toHaveLength(12)
  })
})
