import { beforeEach, describe, expect, test } from 'vitest'
import { Running } from '../sim/cli/fixture.ts'
import { parsedPlan } from '../sim/plan/parsed-plan.ts'
import { absence, clusterFile, isCi, RealCluster } from './real-cluster.ts'

const skip = absence !== undefined && !isCi
if (skip) console.log(`skipped: ${absence}`)

/** How an instance ends. */
interface Place {
  readonly status: string
  readonly primary: string
  readonly secondary: string | null
}

/** The plan is made of the real cluster while all is well there; then what it assumes happens, and harep runs for real. */
describe.skipIf(skip)('what harep-sim plan tells of a real Ganeti comes true', () => {
  let cluster: RealCluster

  beforeEach(() => {
    cluster = RealCluster.up(clusterFile('default.cluster'))
  })

  async function planned(...words: string[]) {
    const process = new Running('harep-sim.js', ['plan', `-L${cluster.socket}`, '--output', 'json', ...words])
    const { code, out, err } = await process.ended
    expect([code, err]).toEqual([0, ''])
    return parsedPlan(out)
  }

  /** Runs harep until after the last run that did something, and compares each instance that the plan concerns. */
  async function comesTrue({ runs, instances }: Awaited<ReturnType<typeof planned>>): Promise<void> {
    const last = Math.max(...runs.map(({ run }) => run))
    for (let run = 0; run <= last; run += 1) {
      await cluster.harep('--settle-time=0')
      await cluster.quiet()
    }
    for (const { name, end } of instances) {
      const { status, primary, secondaries } = await cluster.instance(name)
      const secondary = secondaries[0] ?? null
      expect({ name, ...comparable({ status, primary, secondary }) }).toEqual({ name, ...comparable(end) })
    }
  }

  /** Which of several good nodes hail makes a secondary depends on which of two jobs comes first. */
  function comparable({ secondary, ...end }: Place) {
    return { ...end, secondary: secondary === 'node2' ? 'node2' : secondary === null ? 'none' : 'a good one' }
  }

  test('a node dies and is marked offline', async () => {
    const plan = await planned('--offline', 'node2', '--settle-time=0')
    expect(plan.instances.map(({ name, isHealthy, data }) => [name, isHealthy, data.outcome])).toEqual([
      ['db1', true, 'lost'],
      ['keep1', false, 'kept'],
      ['low1', false, 'kept'],
      ['web1', true, 'kept'],
      ['web2', true, 'kept'],
    ])
    cluster.offline('node2')
    await comesTrue(plan)
  })

  test('a node is drained', async () => {
    const plan = await planned('--drained', 'node2', '--settle-time=0')
    expect(plan.instances.filter(({ data }) => data.outcome !== 'kept')).toEqual([])
    cluster.command('run', 'gnt-node', 'modify', '--drained=yes', 'node2')
    await cluster.quiet()
    await comesTrue(plan)
  })
})
