import { describe, expect, test } from 'vitest'
import { DEFAULT_TIMING, NO_TIME } from '../../../../sim/ganeti/timing.ts'
import type { JsonValue } from '../../../../src/cluster/json.ts'
import { Client } from '../client.ts'
import { MIRRORED, smallCluster } from '../small-cluster.ts'
import { delay, failover, opcodeStatuses, runFor, statuses, submitMany, tag } from './job-fixture.ts'

const PACED = { ...DEFAULT_TIMING, spreadPercent: 0 }

/** A time on the wire, in seconds since another one. */
function since(start: JsonValue | undefined, time: JsonValue | undefined): number {
  const seconds = (pair: JsonValue | undefined) => {
    if (!Array.isArray(pair)) throw new Error(`no time: ${JSON.stringify(pair)}`)
    return Number(pair[0]) + Number(pair[1]) / 1e6
  }
  return seconds(time) - seconds(start)
}

describe('the life of a job', () => {
  test('has its times in order, opcode by opcode, each status with the cost of its replication', () => {
    const client = new Client({ ...smallCluster(MIRRORED), timing: PACED })
    const id = client.submit(tag('web1', 'a'), tag('web1', 'b'))
    client.settle()
    const fields = ['received_ts', 'start_ts', 'opstart', 'opexec', 'opend', 'end_ts']
    const [row] = client.jobs([id], fields)
    if (!Array.isArray(row)) throw new Error('no row')
    const [received, start, ...rest] = row
    const [[start0, start1], [exec0, exec1], [end0, end1]] = rest as [JsonValue[], JsonValue[], JsonValue[]]
    const times = [start, start0, exec0, end0, start1, exec1, end1, rest[3]]
    // Submitted 0.15 s and started 0.18 s; a status 0.1 s, locks 0.01 s, the work itself 0.1 s.
    const expected = [0.33, 0.33, 0.44, 0.64, 0.74, 0.85, 1.05, 1.05]
    for (const [index, time] of times.entries()) {
      expect(since(received, time)).toBeCloseTo(expected[index] ?? 0, 5)
    }
  })

  test('shows `queued` again between two opcodes', () => {
    const client = new Client({ ...smallCluster(MIRRORED), timing: PACED })
    const id = client.submit(tag('web1', 'a'), tag('web1', 'b'))
    const seen: JsonValue[] = []
    for (let step = 0; step < 400; step += 1) {
      const [status = null] = statuses(client, id)
      if (seen.at(-1) !== status) seen.push(status)
      runFor(client, 0.005)
    }
    expect(seen).toEqual(['queued', 'waiting', 'running', 'queued', 'waiting', 'running', 'success'])
  })

  test('pays 5 s for every status while a master candidate is dead and not marked, two of them cost no more', () => {
    const client = new Client({ ...smallCluster(MIRRORED), timing: PACED })
    for (const node of ['node4', 'node5']) client.cluster.powerOff(node)
    const id = client.submit(tag('web1', 'a'))
    runFor(client, 0.2)
    expect(statuses(client, id)).toEqual(['waiting'])
    runFor(client, 5.2)
    expect(statuses(client, id)).toEqual(['running'])
    runFor(client, 5.3)
    expect(statuses(client, id)).toEqual(['success'])
  })

  test('ends with the first opcode that fails; what came before stays, what comes behind has no times', () => {
    const client = new Client(smallCluster(MIRRORED))
    const id = client.submit(tag('web1', 'a'), tag('nosuch', 'b'), tag('web1', 'c'))
    client.settle()
    expect(client.jobs([id], ['status', 'opresult', 'opexec', 'opend'])).toEqual([
      [
        'error',
        [
          null,
          ['OpPrereqError', ["Instance 'nosuch' not known", 'unknown_entity']],
          ['OpExecError', ['Preceding opcode failed']],
        ],
        [expect.anything(), null, null],
        [expect.anything(), expect.anything(), null],
      ],
    ])
    expect(client.instance('web1.example.com').tags).toEqual(['a'])
  })

  test('of no opcode at all is a success from birth', () => {
    const client = new Client(smallCluster())
    expect(client.jobs([client.submit()], ['status', 'start_ts'])).toEqual([['success', null]])
  })

  test('gives its locks back between opcodes: another job gets in', () => {
    const client = new Client({ ...smallCluster(MIRRORED), timing: { ...NO_TIME, tagsMs: 1_000 } })
    const two = client.submit(tag('web1', 'a'), tag('web1', 'b'))
    const one = client.submit(tag('web1', 'c'))
    runFor(client, 1.5)
    expect(client.jobs([two, one], ['opstatus'])).toEqual([[['success', 'waiting']], [['running']]])
  })

  test('of dry runs ends where the work would begin, with a line in its log', () => {
    const client = new Client(smallCluster(MIRRORED))
    const dry = { dry_run: true }
    const id = client.submit(
      { ...tag('web1', 'a'), ...dry },
      { ...failover('web1'), ...dry },
      { ...delay(5), ...dry },
    )
    const startUs = client.kernel.nowUs
    client.settle()
    expect(client.kernel.nowUs).toBe(startUs)
    const line = [
      [
        expect.any(Number),
        expect.anything(),
        'message',
        ' - INFO: dry-run mode requested, not actually executing the operation',
      ],
    ]
    expect(client.jobs([id], ['status', 'opresult', 'oplog'])).toEqual([
      ['success', [null, null, null], [line, line, line]],
    ])
    expect(client.instance('web1.example.com')).toMatchObject({ tags: [], primary: 'node2' })
  })
})

describe('a tag on an instance', () => {
  test('waits until its repair is over; one on another instance does not', () => {
    const other = { ...MIRRORED, name: 'other' }
    const client = new Client({ ...smallCluster(MIRRORED, other), timing: { ...NO_TIME, failoverMs: 5_000 } })
    client.submit(failover('web1'))
    const same = client.submit(tag('web1', 'a'))
    const another = client.submit(tag('other', 'a'))
    runFor(client, 1)
    expect(statuses(client, same, another)).toEqual(['waiting', 'success'])
    runFor(client, 10)
    expect(statuses(client, same)).toEqual(['success'])
  })
})

describe('the priority of a job that waits for locks', () => {
  test('rises by one each half hour, until it is the highest', () => {
    const client = new Client({ ...smallCluster() })
    client.submit(delay(100_000))
    const waits = client.submit(delay(1))
    const priority = () => client.jobs([waits], ['priority', 'oppriority'])[0]
    runFor(client, 1_700)
    expect(priority()).toEqual([0, [0]])
    runFor(client, 300)
    expect(priority()).toEqual([-1, [-1]])
    runFor(client, 40_000)
    expect(priority()).toEqual([-20, [-20]])
    runFor(client, 60_000)
    expect(statuses(client, waits)).toEqual(['success'])
  })

  test('may be changed: at once in the queue, and else when the process looks', () => {
    const client = new Client(smallCluster(MIRRORED))
    const [works = 0, waits = 0, queued = 0] = submitMany(client, delay(20), delay(1), {
      ...tag('web1', 'a'),
      depends: [[-1, []]],
    })
    runFor(client, 2)
    const change = (id: number, priority: number) => client.call('ChangeJobPriority', id, priority)
    expect(change(queued, 5)).toEqual([
      true,
      `Priorities of pending opcodes for job ${queued} have been changed to 5`,
    ])
    const signaled = (id: number) => [true, expect.stringMatching(`^Job ${id} with pid [0-9]+ signaled$`)]
    expect(change(works, -10)).toEqual(signaled(works))
    expect(change(waits, -10)).toEqual(signaled(waits))
    const priorities = () => client.jobs([works, waits, queued], ['priority']).flat()
    expect(priorities()).toEqual([0, 0, 5])
    runFor(client, 4)
    expect(priorities()).toEqual([0, -10, 5])
    // A process takes on what may be submitted, and nothing else.
    expect(change(waits, 5)).toEqual(signaled(waits))
    runFor(client, 10)
    expect(priorities()).toEqual([0, -10, 5])
    client.settle()
    expect(change(works, 0)).toEqual([false, `Job ${works} not found in queue`])
    expect(opcodeStatuses(client, queued)).toEqual(['success'])
  })
})
