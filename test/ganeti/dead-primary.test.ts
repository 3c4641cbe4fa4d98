import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { LuxiConnection } from '../../src/luxi/socket-transport.ts'
import type { Answers, Effect } from '../../src/run/effects.ts'
import { runHarep } from '../../src/run/run-harep.ts'
import { runOptions } from '../run/world.ts'
import { absence, isCi, RealCluster } from './real-cluster.ts'

const skip = absence !== undefined && !isCi
if (skip) console.log(`skipped: ${absence}`)

/** The cluster of the healing stories that come after these tests: it is up already, then. */
const CLUSTER = join(import.meta.dirname, '..', '..', 'fixtures', 'stories', 'clusters', 'troubles.cluster')

describe.skipIf(skip)('a dead primary on a real Ganeti', () => {
  let cluster: RealCluster

  beforeEach(() => {
    cluster = RealCluster.up(CLUSTER)
    cluster.offline('node5')
  })

  async function cron(rounds: number, ...args: string[]): Promise<string> {
    let last = ''
    for (let round = 0; round < rounds; round += 1) {
      last = (await cluster.harep(...args)).stdout
      await cluster.quiet()
    }
    return last
  }

  async function expectRunningOnOnlineNodes(name: string): Promise<void> {
    const { status, primary, secondaries } = await cluster.instance(name)
    expect(status).toBe('running')
    expect([primary, ...secondaries]).not.toContain('node5')
    expect(secondaries).toHaveLength(1)
  }

  test('--classic fails over, then makes redundant, over several runs', async () => {
    const last = await cron(3, '--classic', '--job-delay=0')
    await expectRunningOnOnlineNodes('drbd1')
    await expectRunningOnOnlineNodes('drbd2')
    expect(last).toContain('Instance status count')
    expect((await cluster.instance('keep1')).primary).toBe('node5')
    expect((await cluster.instance('low1')).tags.filter(tag => tag.includes(':enoperm:'))).toHaveLength(1)
  })

  test('a run that dies after its submission leaves jobs that the next run takes on', async () => {
    await dieAfterFirstSubmission(cluster.socket)
    await cluster.harep('--settle-time=0')
    await cluster.quiet()
    await cron(2, '--settle-time=0')
    await expectRunningOnOnlineNodes('drbd1')
    const rows = (await cluster.call('QueryJobs', null, ['summary', 'status'])) as [string[], string][]
    const failovers = rows.filter(([summary]) => summary.includes('INSTANCE_FAILOVER(drbd1)'))
    expect(failovers.filter(([, status]) => status === 'success')).toHaveLength(1)
    expect(await cluster.call('QueryFilters', null, ['uuid'])).toEqual([])
  })
})

/** A driver that is gone as soon as luxid has taken the first jobs. */
async function dieAfterFirstSubmission(socket: string): Promise<void> {
  const run = runHarep(runOptions())
  const connection = await LuxiConnection.connect(socket)
  let step = run.next()
  while (!step.done) {
    const effect: Effect = step.value
    let answer: Answers[Effect['kind']]
    if (effect.kind === 'luxi') answer = await connection.call(effect.method, effect.args)
    else if (effect.kind === 'monotonic') answer = performance.now() * 1000
    else if (effect.kind === 'now') answer = Date.now() * 1000
    else if (effect.kind === 'uuid') answer = crypto.randomUUID()
    if (effect.kind === 'luxi' && effect.method === 'SubmitManyJobs') break
    step = run.next(answer)
  }
  connection.close()
}
