import { describe, expect, test } from 'vitest'
import { DEFAULT_TIMING, NO_TIME } from '../../../../sim/ganeti/timing.ts'
import { Client } from '../client.ts'
import { MIRRORED, smallCluster } from '../small-cluster.ts'
import { ask, delay, opcodeStatuses, runFor, statuses, tag, withSlots } from './job-fixture.ts'

const PACED = { ...DEFAULT_TIMING, spreadPercent: 0 }
const seconds = (client: Client, startUs: number) => (client.kernel.nowUs - startUs) / 1e6

describe('cancelling', () => {
  test('takes a job out of the queue; its results stay null', () => {
    const client = new Client(withSlots(smallCluster(), 1))
    client.submit(delay(10))
    const queued = client.submit(delay(10), delay(10))
    expect(client.call('CancelJob', queued)).toEqual([true, `Dequeued job ${queued}`])
    expect(client.jobs([queued], ['status', 'opstatus', 'opresult', 'start_ts'])).toEqual([
      ['canceled', ['canceled', 'canceled'], [null, null], null],
    ])
    expect(client.jobs([queued], ['end_ts', 'opend'])).toEqual([
      [
        [expect.any(Number), expect.any(Number)],
        [expect.anything(), expect.anything()],
      ],
    ])
  })

  test('of a job that waits for locks takes effect when its attempt is over, some 5 s after it began', () => {
    const client = new Client({ ...smallCluster(MIRRORED), timing: PACED })
    client.submit(delay(30))
    const waits = client.submit(tag('web1', 'a'), delay(1), tag('web1', 'b'))
    runFor(client, 3)
    const startUs = client.kernel.nowUs
    expect(opcodeStatuses(client, waits)).toEqual(['success', 'waiting', 'queued'])
    expect(client.call('CancelJob', waits, false)).toEqual([true, 'Job successfully cancelled'])
    expect(seconds(client, startUs)).toBeGreaterThan(1.5)
    expect(seconds(client, startUs)).toBeLessThan(5.5)
    expect(client.jobs([waits], ['opstatus', 'opresult', 'opexec', 'opend'])).toEqual([
      [
        ['success', 'canceled', 'canceled'],
        [null, 'Job canceled by request', 'Job canceled by request'],
        [expect.anything(), null, null],
        [expect.anything(), null, null],
      ],
    ])
  })

  test('shows `canceling` while the file with it is being replicated', () => {
    const client = new Client({ ...smallCluster(), timing: PACED })
    client.submit(delay(30))
    const waits = client.submit(delay(1))
    runFor(client, 2)
    ask(client, 'CancelJob', waits)
    const seen = new Set<unknown>()
    for (let step = 0; step < 600; step += 1) {
      runFor(client, 0.01)
      seen.add(statuses(client, waits)[0])
    }
    expect([...seen]).toEqual(['waiting', 'canceling', 'canceled'])
  })

  test('of a job whose only opcode works is refused, and has no effect', () => {
    const client = new Client(smallCluster())
    const works = client.submit(delay(10))
    runFor(client, 1)
    expect(client.call('CancelJob', works)).toEqual([
      false,
      "Job no longer waiting, can't cancel (informed it anyway)",
    ])
    client.settle()
    expect(statuses(client, works)).toEqual(['success'])
  })

  test('of a job whose first opcode works is refused, and yet cancels the others', () => {
    const client = new Client(smallCluster(MIRRORED))
    const works = client.submit(delay(3), tag('web1', 'c3'))
    runFor(client, 1)
    expect(client.call('CancelJob', works)).toMatchObject([
      false,
      expect.stringContaining('informed it anyway'),
    ])
    client.settle()
    expect(client.jobs([works], ['status', 'opstatus', 'opresult'])).toEqual([
      ['canceled', ['success', 'canceled'], [null, 'Job canceled by request']],
    ])
    expect(client.instance('web1.example.com').tags).toEqual([])
  })

  test('comes too late for a job that is just being started: it waits for that, and then for its end', () => {
    const client = new Client({ ...smallCluster(), timing: PACED })
    const starts = client.submit(delay(3))
    runFor(client, 0.01)
    const startUs = client.kernel.nowUs
    expect(client.call('CancelJob', starts)).toEqual([
      false,
      'Job exited before it could have been canceled, status JOB_STATUS_SUCCESS',
    ])
    expect(seconds(client, startUs)).toBeGreaterThan(3)
  })

  test('gives up after 44 s where a job does not react', () => {
    const client = new Client({ ...smallCluster(), timing: PACED })
    const starts = client.submit(delay(100))
    runFor(client, 0.01)
    const startUs = client.kernel.nowUs
    expect(client.call('CancelJob', starts)).toEqual([
      false,
      'Job could not be canceled, status JOB_STATUS_RUNNING',
    ])
    expect(seconds(client, startUs)).toBeCloseTo(44.2, 1)
  })

  test('gives up after 6.2 s on a process that never comes up', () => {
    const client = new Client({ ...smallCluster(), timing: { ...NO_TIME, jobStartMs: 60_000 } })
    const starts = client.submit(delay(1))
    runFor(client, 1)
    const startUs = client.kernel.nowUs
    expect(client.call('CancelJob', starts)).toEqual([false, 'Timeout: job still in its startup phase'])
    expect(seconds(client, startUs)).toBeCloseTo(6.2)
  })

  test('knows neither what is over nor what never was', () => {
    const client = new Client(smallCluster())
    const over = client.submit(delay(1))
    client.settle()
    expect(client.call('CancelJob', over)).toEqual([false, `Job ${over} not found in queue`])
    expect(client.call('CancelJob', 99_999, true)).toEqual([false, 'Job 99999 not found in queue'])
  })
})

describe('a kill', () => {
  test('ends a job that works; luxid notices soon, marks all opcodes, says why and frees the locks', () => {
    const client = new Client(smallCluster(MIRRORED))
    const killed = client.submit(tag('web1', 'k1'), delay(1_000), tag('web1', 'k2'))
    runFor(client, 1)
    const next = client.submit(delay(1))
    expect(client.call('CancelJob', killed, true)).toEqual([true, 'SIGKILL send to the process'])
    expect(opcodeStatuses(client, killed)).toEqual(['success', 'running', 'queued'])
    expect(client.call('CancelJob', killed)).toEqual([true, `Job ${killed} has been already dead`])
    runFor(client, 0.2)
    const death = `detected death of job ${killed}`
    expect(client.jobs([killed], ['status', 'opstatus', 'opresult'])).toEqual([
      ['error', ['error', 'error', 'error'], [death, death, death]],
    ])
    expect(client.jobs([killed], ['ops'])).toMatchObject([
      [
        [
          {
            reason: expect.arrayContaining([['gnt:daemon:luxid:deathdetection', death, expect.any(Number)]]),
          },
          {},
          {},
        ],
      ],
    ])
    runFor(client, 2)
    expect(statuses(client, next)).toEqual(['success'])
    expect(client.instance('web1.example.com').tags).toEqual(['k1'])
  })

  test('that luxid did not order is found by its rounds, within 307 s, the locks within 311 s', () => {
    const client = new Client(smallCluster())
    const killed = client.submit(delay(10))
    runFor(client, 1)
    client.cluster.killJob(killed)
    const next = client.submit(delay(1))
    runFor(client, 300)
    expect(statuses(client, killed, next)).toEqual(['running', 'waiting'])
    runFor(client, 6)
    expect(statuses(client, killed, next)).toEqual(['error', 'waiting'])
    runFor(client, 6)
    expect(statuses(client, next)).toEqual(['success'])
  })
})
