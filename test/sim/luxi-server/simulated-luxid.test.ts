import { describe, expect, onTestFinished, test } from 'vitest'
import { createCluster } from '../../../sim/ganeti/simulated-cluster.ts'
import { createKernel } from '../../../sim/kernel/virtual-kernel.ts'
import { pacedService } from '../../../sim/luxi-server/paced-service.ts'
import { systemRealTime } from '../../../sim/luxi-server/real-time.ts'
import { RealTimePacer } from '../../../sim/luxi-server/real-time-pacer.ts'
import type { JsonValue } from '../../../src/cluster/json.ts'
import { MIRRORED, smallCluster } from '../ganeti/small-cluster.ts'
import { RawClient, requestText, serve, until } from './fixture.ts'

// The simulated luxid behind its socket, in a time that passes a thousand times faster, as its clients meet it.

const DELAY = {
  OP_ID: 'OP_TEST_DELAY',
  duration: 1,
  on_master: true,
  on_nodes: [],
  no_locks: true,
  reason: [],
}
const HELD = { ...DELAY, reason: [['test', 'hold', 1]] }
const HOLD = [null, 0, [['reason', ['==', 'reason', 'hold']]], 'PAUSE', []]

async function serveCluster(): Promise<{ readonly path: string; readonly connections: () => number }> {
  const kernel = createKernel({ startUs: 1_795_338_000_000_000, seed: 1 })
  const cluster = createCluster(kernel, smallCluster(MIRRORED))
  const onDefect = (error: unknown) => {
    throw error
  }
  const pacer = new RealTimePacer(kernel, { timeScale: 1_000, realTime: systemRealTime, onDefect })
  onTestFinished(() => pacer.stop())
  const { server, path } = await serve(pacedService(cluster, pacer))
  return { path, connections: () => server.connectionCount }
}

async function ask(path: string, method: string, ...args: JsonValue[]): Promise<JsonValue> {
  const client = new RawClient(path)
  client.send(requestText(method, args))
  const [answer = null] = await client.messages(1)
  client.socket.destroy()
  return answer
}

const success = (result: JsonValue) => ({ success: true, result })

describe('connections', () => {
  test('a hundred at once are served, each its own answers', async () => {
    const { path, connections } = await serveCluster()
    const clients = Array.from({ length: 100 }, () => new RawClient(path))
    for (const [index, client] of clients.entries()) {
      client.send(requestText('QueryJobs', [[index], ['id']]) + requestText('QueryTags', ['cluster', '']))
    }
    for (const [index, client] of clients.entries()) {
      expect(await client.messages(2)).toEqual([success([[index]]), success([])])
    }
    expect(connections()).toBe(100)
  })

  test('a job that is waited for blocks the connection that waits, and no other', async () => {
    const { path } = await serveCluster()
    const filter = await ask(path, 'ReplaceFilter', ...HOLD)
    expect(filter).toMatchObject({ success: true })
    expect(await ask(path, 'SubmitJob', [HELD])).toEqual(success(1))
    const waiting = new RawClient(path)
    waiting.send(requestText('WaitForJobChange', [1, ['status'], ['queued'], null, 60]))
    waiting.send(requestText('QueryConfigValues', [['cluster_name']]))
    expect(await ask(path, 'QueryJobs', [1], ['status'])).toEqual(success([['queued']]))
    expect(waiting.text).toBe('')
    // A minute is 60 ms here: the wait ends, with nothing new, and only then is the next request of its connection taken up.
    expect(await waiting.messages(2)).toEqual([success([['queued'], []]), success(['cluster.example.com'])])
  })

  test('a request of which luxid’s thread dies gets no answer, and nobody else notices', async () => {
    const { path } = await serveCluster()
    const victim = new RawClient(path)
    victim.send(requestText('SetDrainFlag', [false]) + requestText('QueryTags', ['cluster', '']))
    expect(await ask(path, 'QueryConfigValues', ['drain_flag'])).toEqual(success([false]))
    expect(await ask(path, 'SetDrainFlag', true)).toEqual(success(true))
    expect(victim.text).toBe('')
    expect(victim.isEnded).toBe(false)
  })
})

test('a drained queue takes no jobs, but for those who insist', async () => {
  const { path } = await serveCluster()
  const drained = { success: false, result: ['GenericError', ['Queue drained']] }
  expect(await ask(path, 'SetDrainFlag', true)).toEqual(success(true))
  expect(await ask(path, 'SubmitJob', [DELAY])).toEqual(drained)
  expect(await ask(path, 'SubmitManyJobs', [])).toEqual(drained)
  expect(await ask(path, 'SubmitJobToDrainedQueue', [DELAY])).toEqual(success(1))
  expect(await ask(path, 'SetDrainFlag', false)).toEqual(success(true))
  expect(await ask(path, 'SubmitManyJobs', [])).toEqual(success([]))
})

test('a client that asks and asks and never reads costs no more than one request and one answer', async () => {
  const { path } = await serveCluster()
  const greedy = new RawClient(path)
  greedy.socket.pause()
  const all = requestText('QueryFields', ['instance', null])
  // Answered, these would be more than 500 MB.
  const request = Buffer.from(all.repeat(20_000))
  greedy.socket.write(request)
  await until(() => greedy.socket.writableLength > 0)
  const before = process.memoryUsage().rss
  for (let round = 0; round < 20; round += 1) {
    await new Promise(resolve => setTimeout(resolve, 10))
    expect(await ask(path, 'QueryConfigValues', ['cluster_name'])).toEqual(success(['cluster.example.com']))
  }
  // What it has sent and nobody has read is still with the client.
  expect(greedy.socket.writableLength).toBeGreaterThan(0)
  expect(process.memoryUsage().rss - before).toBeLessThan(64 * 1024 * 1024)
})
