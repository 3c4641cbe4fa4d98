import { describe, expect, test } from 'vitest'
import { DEFAULT_TIMING } from '../../../../sim/ganeti/timing.ts'
import { Client } from '../client.ts'
import { MIRRORED, smallCluster } from '../small-cluster.ts'
import { delay, runFor, statuses, submitMany, tag, withSlots } from './job-fixture.ts'

const reasoned = (opcode: { readonly OP_ID: string }, ...reasons: string[]) => ({
  ...opcode,
  reason: reasons.map(reason => ['test', reason, 1]),
})
const named = (reason: string) => [['reason', ['=', 'reason', reason]]]

describe('slots', () => {
  test('are limited, and go by priority, then id', () => {
    const client = new Client(withSlots(smallCluster(), 1))
    const first = client.submit(delay(10))
    runFor(client, 1)
    const low = client.submit({ ...delay(10), priority: 10 })
    const normal = client.submit(delay(10))
    const high = client.submit({ ...delay(10), priority: -10 })
    expect(statuses(client, first, low, normal, high)).toEqual(['running', 'queued', 'queued', 'queued'])
    runFor(client, 10)
    expect(statuses(client, first, low, normal, high)).toEqual(['success', 'queued', 'queued', 'running'])
    runFor(client, 10)
    expect(statuses(client, low, normal)).toEqual(['queued', 'running'])
  })

  test('are also occupied by jobs that wait for a lock', () => {
    const client = new Client(withSlots(smallCluster(MIRRORED), 2))
    client.submit(delay(10))
    const blocked = client.submit(delay(10))
    const free = client.submit(tag('web1', 'a'))
    runFor(client, 1)
    expect(statuses(client, blocked, free)).toEqual(['waiting', 'queued'])
  })

  test('are twenty by default', () => {
    const client = new Client(smallCluster())
    const ids = submitMany(client, ...Array.from({ length: 22 }, () => delay(10)))
    runFor(client, 1)
    const queued = statuses(client, ...ids).filter(status => status === 'queued')
    expect(queued).toHaveLength(2)
  })
})

describe('the start of jobs', () => {
  test('is one process after another', () => {
    const client = new Client({ ...smallCluster(), timing: { ...DEFAULT_TIMING, spreadPercent: 0 } })
    const ids = submitMany(client, ...['node1', 'node2', 'node3', 'node4'].map(node => delay(60, node)))
    const waitingAfter = () => statuses(client, ...ids).filter(status => status === 'queued').length
    for (const left of [4, 3, 2, 1, 0]) {
      expect(waitingAfter()).toBe(left)
      runFor(client, 0.181)
    }
  })

  test('fails for a whole round, which keeps its slots, where the file of one of its jobs is lost', () => {
    const client = new Client(withSlots(smallCluster(MIRRORED), 3))
    const gate = client.submit(delay(5))
    const after = { depends: [[gate, []]] }
    const lost = client.submit({ ...tag('web1', 'a'), ...after })
    const other = client.submit({ ...tag('web1', 'b'), ...after })
    runFor(client, 1)
    client.cluster.loseJob(lost)
    client.settle()
    expect(statuses(client, gate, lost, other)).toEqual(['success', null, 'queued'])
    expect(client.refusal('CancelJob', lost)).toEqual(['GenericError', ["Can't load job file"]])
    expect(client.call('CancelJob', other)).toEqual([false, 'Timeout: job still in its startup phase'])
    expect(client.run(tag('web1', 'c'))).toEqual(['success', [null]])
    const queued = client.submit(delay(100), delay(100))
    runFor(client, 1)
    const full = client.submit(tag('web1', 'd'))
    runFor(client, 1)
    expect(statuses(client, queued, full)).toEqual(['running', 'queued'])
  })
})

describe('a filter', () => {
  test('that rejects cancels also what could not start yet', () => {
    const client = new Client(withSlots(smallCluster(MIRRORED), 1))
    const gate = client.submit(delay(10))
    const waits = client.submit(reasoned(tag('web1', 'a'), 'x'))
    const depends = client.submit({ ...reasoned(tag('web1', 'a'), 'x'), depends: [[gate, []]] })
    runFor(client, 1)
    client.call('ReplaceFilter', null, 0, named('x'), 'REJECT', [])
    runFor(client, 1)
    expect(client.jobs([waits, depends], ['status', 'opresult', 'start_ts'])).toEqual([
      ['canceled', [null], null],
      ['canceled', [null], null],
    ])
  })

  test('that limits the rate counts jobs that run, by the rules of the moment', () => {
    const client = new Client(smallCluster())
    const job = (node: string) => client.submit(reasoned(delay(10, node), 'x'))
    const first = job('node1')
    runFor(client, 1)
    client.call('ReplaceFilter', null, 0, named('x'), ['RATE_LIMIT', 2], [])
    const [second, third] = [job('node2'), job('node3')]
    runFor(client, 1)
    expect(statuses(client, first, second, third)).toEqual(['running', 'running', 'queued'])
    const shield = client.call('ReplaceFilter', null, 0, named('x'), 'ACCEPT', [])
    runFor(client, 1)
    // Among rules of one priority the older one counts, by its watermark.
    expect(statuses(client, third)).toEqual(['queued'])
    client.call('ReplaceFilter', null, 1, named('x'), ['RATE_LIMIT', 5], [])
    client.call('DeleteFilter', shield)
    expect(statuses(client, third)).toEqual(['queued'])
    runFor(client, 9)
    expect(statuses(client, first, third)).toEqual(['success', 'running'])
  })

  test('that pauses a job does not give back what the job counts for in its rate limit', () => {
    const client = new Client(smallCluster())
    client.call('ReplaceFilter', null, 0, named('hold'), 'PAUSE', [])
    const held = client.submit(reasoned(delay(1, 'node1'), 'hold', 'rate-limit:1:x'))
    const behind = client.submit(reasoned(delay(1, 'node2'), 'rate-limit:1:x'))
    runFor(client, 5)
    expect(statuses(client, held, behind)).toEqual(['queued', 'queued'])
  })
})
