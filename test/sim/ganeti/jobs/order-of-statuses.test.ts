import { describe, expect, test } from 'vitest'
import type { InstanceDefinition } from '../../../../sim/ganeti/cluster-definition.ts'
import { DEFAULT_TIMING } from '../../../../sim/ganeti/timing.ts'
import { Client } from '../client.ts'
import { LOCAL, MIRRORED, smallCluster } from '../small-cluster.ts'
import { delay, failover, runFor, statuses, submitMany, tag } from './job-fixture.ts'

// What a real Ganeti 3.0.2 was seen to do with the same jobs (docs/fidelity.md, "Jobs"): the statuses of all jobs each time
// one of them changed, one letter a job (queued, waiting, running, success). What lasted less than 80 ms is left out, and
// so is the beginning, where jobs come to wait as fast as the machine starts processes.

const TIMING = { ...DEFAULT_TIMING, spreadPercent: 0 }
const OTHER: InstanceDefinition = {
  ...MIRRORED,
  name: 'web2.example.com',
  primary: 'node3',
  secondary: 'node2',
}

/** The changes of the jobs' statuses from a moment on until all are over; what lasts less than 80 ms is not seen. */
function changes(client: Client, ids: number[], from: string): string[] {
  const seen: { text: string; timeUs: number }[] = []
  for (let step = 0; step < 3_000 && seen.at(-1)?.text !== 's'.repeat(ids.length); step += 1) {
    const text = statuses(client, ...ids)
      .map(status => String(status).charAt(0))
      .join('')
    const last = seen.at(-1)
    if (last?.text !== text) {
      if (last !== undefined && client.kernel.nowUs - last.timeUs < 80_000) seen.pop()
      seen.push({ text, timeUs: client.kernel.nowUs })
    }
    runFor(client, 0.005)
  }
  const texts = seen.map(({ text }) => text)
  return texts.slice(Math.max(0, texts.indexOf(from)))
}

describe('jobs submitted together', () => {
  test('a failover that waits for a node gives up its instance after 5 s, and a tag on it overtakes', () => {
    const client = new Client({ ...smallCluster(MIRRORED, OTHER), timing: TIMING })
    const ids = submitMany(
      client,
      { ...delay(8), on_master: true },
      failover('web2'),
      tag('web2', 'o1'),
      tag('web1', 'o2'),
      delay(1),
    )
    expect(changes(client, ids, 'rwwrw')).toEqual('rwwrw rwwsw rwrsw rwssw srssw ssssr sssss'.split(' '))
  })

  test('a start takes no node lock, only the node’s resources; its tag waits for it', () => {
    const client = new Client({ ...smallCluster(LOCAL), timing: TIMING })
    client.run({ OP_ID: 'OP_INSTANCE_SHUTDOWN', instance_name: 'db1' })
    const ids = submitMany(
      client,
      { ...delay(8, 'node1'), on_master: true },
      delay(8),
      { OP_ID: 'OP_NODE_SET_PARAMS', node_name: 'node2', drained: false },
      { OP_ID: 'OP_INSTANCE_STARTUP', instance_name: 'db1' },
      tag('db1', 's1'),
    )
    expect(changes(client, ids, 'rrwrw')).toEqual('rrwrw rrwsr rrwss srwss ssrss sssss'.split(' '))
  })

  test('the most urgent starts first and gets the lock first, then the one with the smaller id', () => {
    const client = new Client({ ...smallCluster(), timing: TIMING })
    const ids = submitMany(
      client,
      delay(8),
      delay(0.2),
      { ...delay(0.2), priority: -10 },
      { ...delay(0.2), priority: 10 },
      delay(0.2),
    )
    const running = changes(client, ids, 'qqqqq').map(text => text.indexOf('r'))
    expect([...new Set(running.filter(index => index >= 0))]).toEqual([2, 0, 1, 4, 3])
  })
})
