import { describe, expect, test } from 'vitest'
import type { ServiceAnswer } from '../../../../sim/ganeti/luxi-service.ts'
import { NO_TIME } from '../../../../sim/ganeti/timing.ts'
import { Client } from '../client.ts'
import { MIRRORED, smallCluster } from '../small-cluster.ts'

const delay = { OP_ID: 'OP_TEST_DELAY', duration: 30 }

function running(): { client: Client; id: number } {
  const client = new Client({ ...smallCluster(MIRRORED), timing: { ...NO_TIME, jobStartMs: 500 } })
  const id = client.submit(delay)
  client.kernel.runUntil(client.kernel.nowUs + 1_000_000)
  return { client, id }
}

function secondsOf(client: Client, action: () => unknown): number {
  const startUs = client.kernel.nowUs
  action()
  return (client.kernel.nowUs - startUs) / 1_000_000
}

describe('WaitForJobChange', () => {
  test('answers at once what the caller has not seen', () => {
    const { client, id } = running()
    expect(client.call('WaitForJobChange', id, ['status'], null, null, 60)).toEqual([['running'], []])
    expect(client.call('WaitForJobChange', id, ['status'], ['queued'], null, 60)).toEqual([['running'], []])
  })

  test('blocks until the job changes', () => {
    const { client, id } = running()
    const wait = () =>
      expect(client.call('WaitForJobChange', id, ['status'], ['running'], null, 60)).toEqual([
        ['success'],
        [],
      ])
    expect(secondsOf(client, wait)).toBeCloseTo(29.5)
  })

  test('answers unchanged values when time is up', () => {
    const { client, id } = running()
    const wait = () =>
      expect(client.call('WaitForJobChange', id, ['status'], ['running'], null, 10)).toEqual([
        ['running'],
        [],
      ])
    expect(secondsOf(client, wait)).toBeCloseTo(10)
  })

  test('waits for at most 89 seconds', () => {
    const client = new Client(smallCluster())
    const id = client.submit({ ...delay, duration: 1_000 })
    client.kernel.runUntil(client.kernel.nowUs + 1)
    const wait = () => client.call('WaitForJobChange', id, ['status'], ['running'], null, 500)
    expect(secondsOf(client, wait)).toBeCloseTo(89)
  })

  test('does not block for a job that is over, whatever was seen', () => {
    const { client, id } = running()
    client.settle()
    expect(client.call('WaitForJobChange', id, ['status'], ['success'], 0, 60)).toEqual([['success'], []])
  })

  test('several wait for the same job, and each is answered once', () => {
    const { client, id } = running()
    const answers: ServiceAnswer[] = []
    const request = { method: 'WaitForJobChange', args: [id, ['status'], ['running'], null, 60] }
    client.cluster.handle(request, answer => answers.push(answer))
    client.cluster.handle(request, answer => answers.push(answer))
    client.settle()
    expect(answers.map(answer => answer.result)).toEqual([
      [['success'], []],
      [['success'], []],
    ])
  })

  test('gives new log lines', () => {
    const client = new Client(smallCluster({ ...MIRRORED, adminState: 'down' }))
    const id = client.submit({
      OP_ID: 'OP_INSTANCE_RECREATE_DISKS',
      instance_name: 'web1',
      nodes: ['node4', 'node1'],
    })
    client.settle()
    expect(client.call('WaitForJobChange', id, ['status'], null, null, 5)).toMatchObject([
      ['success'],
      [[1, [expect.any(Number), expect.any(Number)], 'message', expect.stringContaining('remove any disks')]],
    ])
    expect(client.call('WaitForJobChange', id, ['status'], null, 1, 5)).toEqual([['success'], []])
  })
})
