import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { differences } from './compare.ts'
import { Coverage } from './coverage.ts'
import { debianVersion, isSkipped, runDebian } from './debian-tools.ts'
import { generatedScenario } from './generated-scenario.ts'
import { ourClassicHarep } from './ours.ts'
import type { Scenario } from './scenario.ts'
import { settings } from './settings.ts'
import { type Harep, type Story, tell } from './story.ts'

/*
 * Debian's harep and ours, each against its own copy of the same simulated cluster, several runs one after another. The
 * original mostly sleeps, so many scenarios are under way at once.
 */

const AT_ONCE = 8
const PRINTED_MAX = 5
const SHRINKING_MAX_MS = 120_000
/** With fewer clusters some rare thing may well not come up. */
const CLUSTERS_FOR_COVERAGE = 60

describe.skipIf(isSkipped)('--classic and the original on generated clusters', () => {
  const original: Harep = args => runDebian('harep', args)
  let ours: Harep

  beforeAll(async () => {
    ours = ourClassicHarep(await debianVersion())
  })

  async function compare(scenario: Scenario): Promise<{ story: Story; found: readonly string[] }> {
    const story = await tell(scenario, original)
    return { story, found: differences(story, await tell(scenario, ours)) }
  }

  const property = fc.asyncProperty(generatedScenario, async scenario => {
    const { found } = await compare(scenario)
    if (found.length > 0) throw new Error(`\n${found.join('\n')}`)
  })

  test.runIf(settings.path === undefined)('do the same', { timeout: 3_600_000 }, async () => {
    const { seed, clusters } = settings
    const coverage = new Coverage()
    const failed: {
      readonly index: number
      readonly scenario: Scenario
      readonly found: readonly string[]
    }[] = []
    const scenarios = fc.sample(generatedScenario, { seed, numRuns: clusters }).entries()
    const worker = async () => {
      // All workers take from the same iterator.
      for (const [index, scenario] of scenarios) {
        const { story, found } = await compare(scenario)
        coverage.add(scenario, story)
        if (found.length > 0) failed.push({ index, scenario, found })
      }
    }
    const startMs = performance.now()
    await Promise.all(Array.from({ length: AT_ONCE }, worker))
    const seconds = Math.round((performance.now() - startMs) / 1000)
    console.log(
      `seed ${seed}: ${clusters} clusters, ${coverage.runs} runs of each harep, ${seconds} s, ${failed.length} clusters differ; of the runs so many had\n${coverage.text}`,
    )
    for (const { index, scenario, found } of failed.slice(0, PRINTED_MAX))
      console.log(`cluster ${index}: ${JSON.stringify(scenario)}\n${found.join('\n')}`)
    const [first] = failed
    if (first !== undefined) await replay(String(first.index))
    if (clusters >= CLUSTERS_FOR_COVERAGE) expect(coverage.never).toEqual([])
  })

  test.runIf(settings.path !== undefined)('do the same on the replayed cluster', async () => {
    await replay(settings.path ?? '')
  })

  /** Tries one of the generated clusters again, and makes it as small as still differs. */
  async function replay(path: string): Promise<void> {
    const { seed } = settings
    const details = await fc.check(property, {
      seed,
      path,
      numRuns: 1,
      interruptAfterTimeLimit: SHRINKING_MAX_MS,
      markInterruptAsFailure: false,
    })
    const report = await fc.asyncDefaultReportMessage(details)
    if (details.failed)
      throw new Error(
        `HAREP_CONFORMANCE_SEED=${seed} HAREP_CONFORMANCE_PATH=${path} npm run test:conformance replays this.\n${report}`,
      )
    if (settings.path === undefined)
      throw new Error(`cluster ${path} of seed ${seed} differed, but not when it was tried again`)
  }
})
