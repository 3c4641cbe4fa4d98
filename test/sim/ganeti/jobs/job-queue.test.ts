import { describe, expect, test } from 'vitest'
import { DEFAULT_TIMING } from '../../../../sim/ganeti/timing.ts'
import { Client } from '../client.ts'
import { MIRRORED, smallCluster } from '../small-cluster.ts'
import { ask, delay, runFor, statuses, submitMany, tag } from './job-fixture.ts'

const PACED = { ...DEFAULT_TIMING, spreadPercent: 0 }

describe('a drained queue', () => {
  test('accepts nothing, but goes on', () => {
    const client = new Client(smallCluster(MIRRORED))
    const before = client.submit(delay(5))
    client.call('SetDrainFlag', true)
    const job = [{ ...tag('web1', 'a'), reason: [] }]
    expect(client.refusal('SubmitJob', job)).toEqual(['GenericError', ['Queue drained']])
    expect(client.refusal('SubmitManyJobs', [job])).toEqual(['GenericError', ['Queue drained']])
    expect(client.call('SubmitJobToDrainedQueue', job)).toBe(before + 1)
    client.settle()
    expect(statuses(client, before, before + 1)).toEqual(['success', 'success'])
    expect(client.call('SetDrainFlag', false)).toBe(true)
    expect(client.send({ method: 'SetDrainFlag', args: [false] })).toBeUndefined()
  })
})

describe('a disk without room for the files of jobs', () => {
  const FULL = /^Failed to write \S+\/job-(\d+): .* \(No space left on device\)$/

  test('refuses so many of them, whose ids are gone, and takes those beside them', () => {
    const client = new Client(smallCluster(MIRRORED))
    client.cluster.refuseNextJobs(2)
    const job = [{ ...tag('web1', 'a'), reason: [] }]
    const answer = client.call('SubmitManyJobs', [job, job, job])
    expect(answer).toEqual([
      [false, expect.stringMatching(FULL)],
      [false, expect.stringMatching(FULL)],
      [true, 3],
    ])
    client.settle()
    expect(statuses(client, 1, 2, 3)).toEqual([null, null, 'success'])
  })

  test('refuses a single one as an error, also where submissions take their time', () => {
    for (const timing of [undefined, PACED]) {
      const client = new Client({ ...smallCluster(MIRRORED), ...(timing && { timing }) })
      client.cluster.refuseNextJobs(1)
      const job = [{ ...tag('web1', 'a'), reason: [] }]
      expect(client.refusal('SubmitJob', job)).toEqual(['GenericError', [expect.stringMatching(FULL)]])
      expect(client.call('SubmitJob', job)).toBe(2)
    }
  })
})

describe('the cost of a submission', () => {
  const seconds = (client: Client, jobs: number) => {
    const startUs = client.kernel.nowUs
    client.call(
      'SubmitManyJobs',
      Array.from({ length: jobs }, () => []),
    )
    return (client.kernel.nowUs - startUs) / 1e6
  }

  test('is paid for the ids and for each job, and 5 s more each while a master candidate is dead and not marked', () => {
    const client = new Client({ ...smallCluster(MIRRORED), timing: PACED })
    expect(seconds(client, 4)).toBeCloseTo(5 * 0.15)
    client.cluster.powerOff('node4')
    expect(seconds(client, 4)).toBeCloseTo(5 * 5.15)
    client.cluster.powerOff('node3')
    expect(seconds(client, 4)).toBeCloseTo(5 * 5.15)
    for (const node of ['node3', 'node4']) client.cluster.setNodeOffline(node, true)
    expect(seconds(client, 4)).toBeCloseTo(5 * 0.15)
    expect(seconds(client, 0)).toBe(0)
  })

  test('delays the ids of the next one, not its jobs', () => {
    const client = new Client({ ...smallCluster(MIRRORED), timing: PACED })
    const many = ask(client, 'SubmitManyJobs', [[], [], [], []])
    const one = ask(client, 'SubmitJob', [])
    runFor(client, 0.46)
    expect([many(), one()]).toEqual([undefined, 5])
    runFor(client, 0.3)
    expect(many()).toEqual([1, 2, 3, 4].map(id => [true, id]))
  })

  test('is over before the first of its jobs starts', () => {
    const client = new Client({ ...smallCluster(MIRRORED), timing: PACED })
    const ids = submitMany(client, tag('web1', 'a'), tag('web1', 'b'))
    expect(statuses(client, ...ids)).toEqual(['queued', 'queued'])
    runFor(client, 0.19)
    expect(statuses(client, ...ids)).toEqual(['waiting', 'queued'])
  })
})

describe('the archive', () => {
  test('is found by id, not by listing; a lost job is found by nothing', () => {
    const client = new Client(smallCluster(MIRRORED))
    const [kept, old, lost] = [1, 2, 3].map(number => client.submit(tag('web1', `t${number}`)))
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

  test('takes what is old enough, unless there is no time for it', () => {
    const client = new Client(smallCluster(MIRRORED))
    client.run(tag('web1', 'a'))
    client.submit()
    runFor(client, 100)
    client.run(tag('web1', 'b'))
    expect(client.call('AutoArchiveJobs', 50, 0)).toEqual([0, 3])
    expect(client.call('AutoArchiveJobs', -1, 5)).toEqual([0, 0])
    expect(client.call('AutoArchiveJobs', 50, 5)).toEqual([1, 0])
    // A job without opcodes has neither begun nor ended, and is never old.
    expect(client.call('QueryJobs', [], ['id'])).toEqual([[2], [3]])
  })

  test('takes a job when its process is gone', () => {
    const client = new Client({ ...smallCluster(MIRRORED), timing: PACED })
    const id = client.submit(tag('web1', 'a'))
    expect(client.call('ArchiveJob', id)).toBe(false)
    while (statuses(client, id)[0] !== 'success') client.kernel.step()
    const startUs = client.kernel.nowUs
    expect(client.call('ArchiveJob', id)).toBe(true)
    expect(client.kernel.nowUs - startUs).toBe(100_000)
    expect(client.call('ArchiveJob', id)).toBe(false)
    expect(client.call('CancelJob', id)).toEqual([false, `Job ${id} not found in queue`])
  })

  test('is cleaned of what ended more than 21 days ago, counted in whole days', () => {
    const client = new Client(smallCluster(MIRRORED))
    const day = 86_400
    const [archived, live] = [client.submit(tag('web1', 'a')), client.submit(tag('web1', 'b'))]
    client.settle()
    client.call('ArchiveJob', archived)
    runFor(client, 21.9 * day)
    client.cluster.cleanArchive()
    expect(statuses(client, archived, live)).toEqual(['success', 'success'])
    runFor(client, 0.2 * day)
    client.cluster.cleanArchive()
    expect(statuses(client, archived, live)).toEqual([null, 'success'])
    expect(client.call('SubmitJob', [])).toBe(3)
  })
})

describe('a lost file', () => {
  test('of a job that works is written anew with its next status', () => {
    const client = new Client(smallCluster(MIRRORED))
    const works = client.submit(delay(6))
    runFor(client, 1)
    client.cluster.loseJob(works)
    expect(statuses(client, works)).toEqual([null])
    expect(client.refusal('CancelJob', works)).toEqual(['GenericError', ["Can't load job file"]])
    client.settle()
    expect(statuses(client, works)).toEqual(['success'])
  })

  test('of a queued job cannot be marked as cancelled', () => {
    const client = new Client(smallCluster(MIRRORED))
    const gate = client.submit(delay(6))
    const queued = client.submit({ ...tag('web1', 'a'), depends: [[gate, []]] })
    runFor(client, 1)
    client.cluster.loseJob(queued)
    expect(client.call('CancelJob', queued)).toEqual([
      false,
      `Dequeued job ${queued}, but failed to mark as cancelled: Can't load job file`,
    ])
    client.settle()
    expect(statuses(client, queued)).toEqual([null])
  })
})
