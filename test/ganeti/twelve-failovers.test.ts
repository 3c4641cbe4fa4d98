import { describe, expect, test } from 'vitest'
import { isSkipped as hasNoDebian } from '../conformance/debian-tools.ts'
import { absence, isCi } from './real-cluster.ts'
import { debian, failOverTwelve, OURS } from './twelve-failovers.ts'

const skip = absence !== undefined && !isCi
if (skip) console.log(`skipped: ${absence}`)

/* How long it takes is told and never asserted: it is the machine's. test/bench/real-failovers.ts measures. */
describe.skipIf(skip)('twelve failovers off a dead node of a real Ganeti', () => {
  test.each([
    { contender: OURS, isLeftOut: false },
    { contender: debian('--job-delay=0'), isLeftOut: hasNoDebian },
  ])('$contender.name gets all twelve to run', async ({ contender, isLeftOut }) => {
    if (isLeftOut) return
    const { seconds, running } = await failOverTwelve(contender, 'three')
    console.log(`${contender.name}: all twelve run again after ${seconds.toFixed(1)} s`)
    expect(running).toHaveLength(12)
  })
})
