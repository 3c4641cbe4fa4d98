import { describe, expect, test } from 'vitest'
import { absence, isCi } from '../../ganeti/real-cluster.ts'
import { durationLine, measure, median, type Samples } from './job-durations.ts'
import { JOB_STORIES } from './job-stories.ts'
import { realWorld, simulatedWorld } from './job-world.ts'

const skip = absence !== undefined && !isCi
if (skip) console.log(`skipped: ${absence}`)

// The same jobs, sent to a real Ganeti and to the simulated one.

describe.skipIf(skip)('jobs on a real Ganeti and on the simulated one', () => {
  test.each(Object.entries(JOB_STORIES))('%s', async (_, story) => {
    const simulated = await story(simulatedWorld())
    expect(simulated).toEqual(await story(realWorld()))
  })

  test('take about as long, counted in starts of a process', async () => {
    const real = await measure(realWorld(), 5)
    const simulated = await measure(simulatedWorld(), 101)
    const lines = [...real].map(([name, samples]) => durationLine(name, samples, simulated.get(name) ?? []))
    console.log(['| seconds | real | simulated |', '|---|---|---|', ...lines].join('\n'))
    // How fast this machine is just now: everything that Ganeti does is processes that start and talk to each other.
    const pace = (samples: Samples) => median(samples.get('received to waiting') ?? [])
    for (const [name, samples] of real) {
      const ratio = median(simulated.get(name) ?? []) / pace(simulated) / (median(samples) / pace(real))
      expect(ratio, name).toBeGreaterThan(1 / 3)
      expect(ratio, name).toBeLessThan(3)
    }
  })
})
