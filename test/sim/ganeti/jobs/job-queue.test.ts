import { describe, expect, test } from 'vitest'
import { DEFAULT_TIMING, NO_TIME } from '../../../../sim/ganeti/timing.ts'
import { Client } from '../client.ts'
import { MIRRORED, smallCluster } from '../small-cluster.ts'

const delay = (seconds: number, node = 'node2') => ({
  OP_ID: 'OP_TEST_DELAY',
  duration: seconds,
  on_master: false,
  on_nodes: [node],
})
const tag = (name: string, tags: string[]) => ({ OP_ID: 'OP_TAGS_SET', kind: 'instance', name, tags })

function statuses(client: Client, ...ids: number[]) {
  return client.jobs(ids, ['status']).flat()
}

function runFor(client: Client, seconds: number): void {
  client.kernel.runUntil(client.kernel.nowUs + seconds * 1_000_000)
}

describe('slots', () => {
  test('are limited, and go by priority, then id', () => {
    const definition = smallCluster()
    const client = new Client({ ...definition, cluster: { ...definition.cluster, maxRunningJobs: 1 } })
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
    const definition = smallCluster(MIRRORED)
    const client = new Client({ ...definition, cluster: { ...definition.cluster, maxRunningJobs: 2 } })
    client.submit(delay(10))
    const blocked = client.submit(delay(10))
    const free = client.submit(tag('web1', ['a']))
    runFor(client, 1)
    expect(statuses(client, blocked, free)).toEqual(['waiting', 'queued'])
  })
})

describe('locks', () => {
  test('a tag of an instance waits until its repair is over; of another one it does not', () => {
    const other = { ...MIRRORED, name: 'other' }
    const client = new Client({ ...smallCluster(MIRRORED, other), timing: { ...NO_TIME, failoverMs: 5_000 } })
    client.submit({ OP_ID: 'OP_INSTANCE_FAILOVER', instance_name: 'web1' })
    const same = client.submit(tag('web1', ['a']))
    const another = client.submit(tag('other', ['a']))
    runFor(client, 1)
    expect(statuses(client, same, another)).toEqual(['waiting', 'success'])
    const locks = client.call(
      'Query',
      'lock',
      ['name', 'mode', 'owner', 'pending'],
      ['==', 'name', 'instance/web1.example.com'],
    )
    expect(locks).toMatchObject({
      data: [
        [
          [0, 'instance/web1.example.com'],
          [0, 'exclusive'],
          [0, ['1']],
          [0, [['exclusive', ['2']]]],
        ],
      ],
    })
    runFor(client, 10)
    expect(statuses(client, same)).toEqual(['success'])
  })

  test('are given back between the opcodes of a job: another job gets in', () => {
    const client = new Client({ ...smallCluster(MIRRORED), timing: { ...NO_TIME, tagsMs: 1_000 } })
    const two = client.submit(tag('web1', ['a']), tag('web1', ['b']))
    const one = client.submit(tag('web1', ['c']))
    runFor(client, 1.5)
    expect(client.jobs([two, one], ['opstatus'])).toEqual([[['success', 'waiting']], [['running']]])
  })
})

describe('opcodes of a job', () => {
  test('behind one that failed fail, too; what came before stays', () => {
    const client = new Client(smallCluster(MIRRORED))
    expect(client.run(tag('web1', ['a']), tag('nosuch', ['b']), tag('web1', ['c']))).toEqual([
      'error',
      [
        null,
        ['OpPrereqError', ["Instance 'nosuch' not known", 'unknown_entity']],
        ['OpExecError', ['Preceding opcode failed']],
      ],
    ])
    expect(client.instance('web1.example.com').tags).toEqual(['a'])
  })

  test('none at all is a success from birth', () => {
    const client = new Client(smallCluster())
    expect(client.jobs([client.submit()], ['status', 'start_ts'])).toEqual([['success', null]])
  })
})

describe('cancelling', () => {
  test('takes a job out of the queue, stops one that waits for locks, and not one that works', () => {
    const definition = smallCluster()
    const client = new Client({ ...definition, cluster: { ...definition.cluster, maxRunningJobs: 2 } })
    const [works, waits, queued] = [
      client.submit(delay(10)),
      client.submit(delay(10)),
      client.submit(delay(10)),
    ]
    runFor(client, 1)
    expect(client.call('CancelJob', queued)).toEqual([true, `Dequeued job ${queued}`])
    expect(client.call('CancelJob', waits, false)).toEqual([true, 'Job successfully cancelled'])
    expect(client.call('CancelJob', works)).toEqual([
      false,
      "Job no longer waiting, can't cancel (informed it anyway)",
    ])
    client.settle()
    expect(client.jobs([works, waits, queued], ['status', 'opresult'])).toEqual([
      ['success', [null]],
      ['canceled', ['Job canceled by request']],
      ['canceled', [null]],
    ])
  })

  test('with a kill ends a job that works, and frees its locks', () => {
    const client = new Client(smallCluster())
    const killed = client.submit(delay(1_000))
    const next = client.submit(delay(1))
    runFor(client, 1)
    expect(client.call('CancelJob', killed, true)).toEqual([true, 'SIGKILL send to the process'])
    runFor(client, 2)
    expect(client.jobs([killed, next], ['status', 'opresult'])).toEqual([
      ['error', [`detected death of job ${killed}`]],
      ['success', [null]],
    ])
  })
})

describe('dependencies', () => {
  test('hold a job back, and may be relative to its own id', () => {
    const client = new Client(smallCluster(MIRRORED))
    const dependent = { ...tag('web1', ['a']), reason: [], depends: [[-1, ['success']]] }
    client.call('SubmitManyJobs', [[{ ...delay(10), reason: [] }], [dependent]])
    runFor(client, 5)
    expect(statuses(client, 1, 2)).toEqual(['running', 'queued'])
    expect(client.jobs([2], ['ops'])).toMatchObject([[[{ depends: [[1, ['success']]] }]]])
    runFor(client, 6)
    expect(statuses(client, 1, 2)).toEqual(['success', 'success'])
  })

  test('that ended otherwise make it fail, or be cancelled with them', () => {
    const client = new Client(smallCluster(MIRRORED))
    const failed = client.submit(tag('nosuch', ['a']))
    const held = client.submit(delay(10))
    client.settle()
    const error = client.submit({ ...tag('web1', ['a']), depends: [[failed, ['success', 'canceled']]] })
    const any = client.submit({
      ...tag('web1', ['b']),
      depends: [
        [failed, []],
        [held, ['success']],
      ],
    })
    const missing = client.submit({ ...tag('web1', ['c']), depends: [[999, ['success']]] })
    client.settle()
    const text = `Dependency job ${failed} finished with status 'error', not one of 'success, canceled' as required`
    expect(client.jobs([error, any, missing], ['status', 'opresult'])).toEqual([
      ['error', [['OpExecError', [text]]]],
      ['success', [null]],
      ['error', [['OpExecError', ['Dependency error: Job 999 not found']]]],
    ])
  })

  test('before the first job kill luxid’s thread: no answer', () => {
    const client = new Client(smallCluster())
    const answer = client.send({
      method: 'SubmitJob',
      args: [[{ ...delay(1), reason: [], depends: [[-5, []]] }]],
    })
    expect(answer).toBeUndefined()
  })
})

describe('a drained queue', () => {
  test('accepts nothing, but goes on', () => {
    const client = new Client(smallCluster(MIRRORED))
    const before = client.submit(delay(5))
    client.call('SetDrainFlag', true)
    const job = [{ ...tag('web1', ['a']), reason: [] }]
    expect(client.refusal('SubmitJob', job)).toEqual(['GenericError', ['Queue drained']])
    expect(client.refusal('SubmitManyJobs', [job])).toEqual(['GenericError', ['Queue drained']])
    expect(client.call('SubmitJobToDrainedQueue', job)).toBe(before + 1)
    client.settle()
    expect(statuses(client, before, before + 1)).toEqual(['success', 'success'])
    expect(client.call('SetDrainFlag', false)).toBe(true)
    expect(client.send({ method: 'SetDrainFlag', args: [false] })).toBeUndefined()
  })
})

describe('the cost of a submission', () => {
  test('is paid for each job, and more for each dead master candidate that is not marked', () => {
    const client = new Client({ ...smallCluster(MIRRORED), timing: DEFAULT_TIMING })
    const seconds = () => {
      const startUs = client.kernel.nowUs
      client.call(
        'SubmitManyJobs',
        Array.from({ length: 4 }, () => []),
      )
      return (client.kernel.nowUs - startUs) / 1e6
    }
    expect(seconds()).toBeCloseTo(0.8)
    client.cluster.powerOff('node4')
    expect(seconds()).toBeCloseTo(20.8)
    client.cluster.setNodeOffline('node4', true)
    expect(seconds()).toBeCloseTo(0.8)
  })
})

describe('the archive', () => {
  test('is found by id, not by listing; a lost job is found by nothing', () => {
    const client = new Client(smallCluster(MIRRORED))
    const [kept, old, lost] = [1, 2, 3].map(number => client.submit(tag('web1', [`t${number}`])))
    client.settle()
    expect(client.call('ArchiveJob', old ?? 0)).toBe(true)
    client.cluster.loseJob(lost ?? 0)
    expect(client.call('QueryJobs', [], ['id', 'status'])).toEqual([[kept, 'success']])
    expect(client.call('QueryJobs', [], ['id', 'archived'])).toEqual([
      [kept, false],
      [old, true],
    ])
    expect(client.call('QueryJobs', [3, 2, 1], ['id', 'status'])).toEqual([
      [lost, null],
      [old, 'success'],
      [kept, 'success'],
    ])
    expect(client.refusal('WaitForJobChange', old ?? 0, ['status'], null, null, 5)).toEqual([
      'JobLost',
      ["Can't load job file"],
    ])
  })

  test('takes what is old enough', () => {
    const client = new Client(smallCluster())
    client.submit()
    runFor(client, 100)
    client.submit()
    expect(client.call('AutoArchiveJobs', 50, 5)).toEqual([1, 0])
    expect(client.call('AutoArchiveJobs', -1, 5)).toEqual([0, 0])
  })
})
