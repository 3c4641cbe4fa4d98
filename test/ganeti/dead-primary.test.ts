import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { LuxiConnection } from '../../src/luxi/socket-transport.ts'
import type { Answers, Effect } from '../../src/run/effects.ts'
import { runHarep } from '../../src/run/run-harep.ts'
import { absence, clusterFile, isCi, RealCluster } from './real-cluster.ts'

const skip = absence !== undefined && !isCi
if (skip) console.log(`skipped: ${absence}`)

describe.skipIf(skip)('a dead primary on a real Ganeti', () => {
  let cluster: RealCluster

  beforeAll(() => {
    RealCluster.up(clusterFile('default.cluster'))
  })

  beforeEach(() => {
    cluster = RealCluster.up(clusterFile('default.cluster'))
    cluster.offline('node2')
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
    expect([primary, ...secondaries]).not.toContain('node2')
    expect(secondaries).toHaveLength(1)
  }

  test('--classic fails over, then makes redundant, over several runs', async () => {
    const last = await cron(3, '--classic')
    await expectRunningOnOnlineNodes('web1')
    await expectRunningOnOnlineNodes('web2')
    expect(last).toContain('Instance status count')
    expect((await cluster.instance('keep1')).primary).toBe('node2')
    expect((await cluster.instance('low1')).tags.filter(tag => tag.includes(':enoperm:'))).toHaveLength(1)
  })

  test('the default brings back the plain instance too', async () => {
    const last = await cron(3)
    await expectRunningOnOnlineNodes('web1')
    await expectRunningOnOnlineNodes('web2')
    const db1 = await cluster.instance('db1')
    expect(db1).toMatchObject({ status: 'running' })
    expect(db1.primary).not.toBe('node2')
    expect(last).toContain('keep1: Suspended: ')
    expect(last).toContain('low1: Repair disallowed: ')
  })

  test('a run that dies after its submission leaves jobs that the next run takes on', async () => {
    await dieAfterFirstSubmission(cluster.socket)
    const { stdout } = await cluster.harep()
    expect(stdout).toMatch(/Taking on job \d+, a failover of web1/)
    await cluster.quiet()
    await cron(2)
    await expectRunningOnOnlineNodes('web1')
    const rows = (await cluster.call('QueryJobs', null, ['summary'])) as [string[]][]
    expect(rows.flat(2).filter(summary => summary === 'INSTANCE_FAILOVER(web1)')).toHaveLength(1)
  })
})

/** A driver that is gone as soon as luxid has taken the first jobs. */
async function dieAfterFirstSubmission(socket: string): Promise<void> {
  const run = runHarep({
    jobDelaySeconds: 10,
    reason: undefined,
    dryRun: false,
    classic: false,
    version: '0.0.0',
  })
  const connection = await LuxiConnection.connect(socket)
  let step = run.next()
  while (!step.done) {
    const effect: Effect = step.value
    let answer: Answers[Effect['kind']]
    if (effect.kind === 'luxi') answer = await connection.call(effect.method, effect.args)
    else if (effect.kind === 'now') answer = Date.now() * 1000
    else if (effect.kind === 'uuid') answer = crypto.randomUUID()
    if (effect.kind === 'luxi' && effect.method === 'SubmitManyJobs') break
    step = run.next(answer)
  }
  connection.close()
}
