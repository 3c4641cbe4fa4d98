import { describe, expect, test } from 'vitest'
import type { JsonValue } from '../../../../src/cluster/json.ts'
import { CAPTURED_CLUSTER } from '../captured-clusters.ts'
import { Client } from '../client.ts'
import { MIRRORED, smallCluster } from '../small-cluster.ts'
import { delay, runFor, statuses, submitMany, tag, withSlots } from './job-fixture.ts'

const CANCELED = 'Job canceled by request'

/** A cluster with one job of each final status, and what becomes of a job of two opcodes that depends on one of them. */
function finishedJobs() {
  const client = new Client(withSlots(smallCluster(MIRRORED), 1))
  const blocker = client.submit(delay(5))
  const canceled = client.submit(delay(1))
  client.call('CancelJob', canceled)
  const error = client.submit(tag('nosuch', 'a'))
  client.settle()
  const outcome = (jobId: number, wanted: string[]) => {
    const id = client.submit({ ...tag('web1', 'b'), depends: [[jobId, wanted]] }, tag('web1', 'c'))
    client.settle()
    return client.jobs([id], ['opstatus', 'opresult'])[0] ?? null
  }
  return { client, success: blocker, canceled, error, outcome }
}

const WENT_ON: JsonValue = [
  ['success', 'success'],
  [null, null],
]
const WAS_CANCELED: JsonValue = [
  ['canceled', 'canceled'],
  [CANCELED, CANCELED],
]
const failed = (text: string): JsonValue => [
  ['error', 'error'],
  [
    ['OpExecError', [text]],
    ['OpExecError', ['Preceding opcode failed']],
  ],
]

describe('a dependency', () => {
  test('holds a job back, and may be relative to its own id; a chain goes one by one', () => {
    const client = new Client(smallCluster(MIRRORED))
    const [first = 0, second = 0, third = 0] = submitMany(
      client,
      delay(10),
      { ...delay(1, 'node3'), depends: [[-1, ['success']]] },
      { ...tag('web1', 'a'), depends: [[-1, ['success']]] },
    )
    runFor(client, 5)
    expect(statuses(client, first, second, third)).toEqual(['running', 'queued', 'queued'])
    expect(client.jobs([second], ['ops'])).toMatchObject([[[{ depends: [[first, ['success']]] }]]])
    runFor(client, 5.5)
    expect(statuses(client, first, second, third)).toEqual(['success', 'running', 'queued'])
    runFor(client, 1)
    expect(statuses(client, first, second, third)).toEqual(['success', 'success', 'success'])
  })

  test('on a success goes on, or fails where another status is wanted', () => {
    const { success, outcome } = finishedJobs()
    expect(outcome(success, ['success'])).toEqual(WENT_ON)
    expect(outcome(success, [])).toEqual(WENT_ON)
    expect(outcome(success, ['error', 'canceled'])).toEqual(
      failed(
        `Dependency job ${success} finished with status 'success', not one of 'error, canceled' as required`,
      ),
    )
  })

  test('on an error goes on where any status or that one is wanted', () => {
    const { error, outcome } = finishedJobs()
    expect(outcome(error, [])).toEqual(WENT_ON)
    expect(outcome(error, ['error'])).toEqual(WENT_ON)
    expect(outcome(error, ['success', 'canceled'])).toEqual(
      failed(
        `Dependency job ${error} finished with status 'error', not one of 'success, canceled' as required`,
      ),
    )
  })

  test('on a cancelled job cancels, unless exactly that is wanted: any status is not enough', () => {
    const { canceled, outcome } = finishedJobs()
    expect(outcome(canceled, [])).toEqual(WAS_CANCELED)
    expect(outcome(canceled, ['success', 'error'])).toEqual(WAS_CANCELED)
    expect(outcome(canceled, ['canceled', 'success'])).toEqual(WENT_ON)
  })

  test('sees archived jobs, and not those whose files are gone', () => {
    const { client, success, error, outcome } = finishedJobs()
    client.call('ArchiveJob', error)
    expect(outcome(error, ['error'])).toEqual(WENT_ON)
    client.cluster.loseJob(success)
    expect(outcome(success, [])).toEqual(failed(`Dependency error: Job ${success} not found`))
    expect(outcome(99_999, [])).toEqual(failed('Dependency error: Job 99999 not found'))
  })

  test('of a later opcode holds the whole job back', () => {
    const client = new Client(smallCluster(MIRRORED))
    const gate = client.submit(delay(10))
    const job = client.submit(tag('web1', 'a'), { ...tag('web1', 'b'), depends: [[gate, []]] })
    runFor(client, 5)
    expect(statuses(client, job)).toEqual(['queued'])
    client.settle()
    expect(statuses(client, job)).toEqual(['success'])
  })

  test('on the job itself holds it for ever', () => {
    const client = new Client(smallCluster(MIRRORED))
    const job = client.submit({ ...tag('web1', 'a'), depends: [[1, []]] })
    client.settle()
    expect(statuses(client, job)).toEqual(['queued'])
    expect(client.call('CancelJob', job)).toEqual([true, `Dequeued job ${job}`])
  })

  test.each([smallCluster(), CAPTURED_CLUSTER])(
    'before the first job is refused, and the id is used up',
    definition => {
      const client = new Client(definition)
      const before = client.submit(delay(1))
      const job = [{ ...delay(1), reason: [], depends: [[-50, []]] }]
      expect(client.refusal('SubmitJob', job)).toEqual([
        'GenericError',
        [`Invalid value for job ID ' ${before + 1 - 50}'`],
      ])
      expect(client.submit(delay(1))).toBe(before + 2)
    },
  )
})
