import { describe, expect, test } from 'vitest'
import { Client } from '../client.ts'
import { smallCluster } from '../small-cluster.ts'
import { delay, runFor, statuses } from './job-fixture.ts'

const NODES = ['node1', 'node2', 'node3', 'node4']
const ALL_AT_ONCE = ['running', 'running', 'running', 'running']

/** The statuses of four jobs, each with these reasons, a second after their submission. */
function statusesWith(...reasons: string[]) {
  const client = new Client(smallCluster())
  const trail = reasons.map(reason => ['test', reason, 1])
  const ids = NODES.map(node => client.submit({ ...delay(10, node), reason: trail }))
  runFor(client, 1)
  const seen = statuses(client, ...ids)
  client.settle()
  expect(statuses(client, ...ids)).toEqual(['success', 'success', 'success', 'success'])
  return seen
}

describe('a rate limit in the reason trail', () => {
  // Seen on a real Ganeti 3.0.2, which leaves the reading of the number to Haskell.
  test.each(['rate-limit:1:x', 'rate-limit:1', 'rate-limit:0x1:x', 'rate-limit:(1):x'])(
    '%s is one',
    reason => {
      expect(statusesWith(reason)).toEqual(['running', 'queued', 'queued', 'queued'])
    },
  )

  test.each([
    'rate-limit:1.5:x',
    'rate-limit:0:x',
    'rate-limit:-1:x',
    'rate-limit:+1:x',
    'rate-limit: 1 :x',
    'rate-limit::x',
    'a rate-limit:1:x',
  ])('%s is none', reason => {
    expect(statusesWith(reason)).toEqual(ALL_AT_ONCE)
  })

  test('is the strictest of several', () => {
    expect(statusesWith('rate-limit:3:x', 'other', 'rate-limit:2:y')).toEqual([
      'running',
      'running',
      'queued',
      'queued',
    ])
  })

  test('has number and text as its name', () => {
    const client = new Client(smallCluster())
    const limited = (node: string, reason: string) =>
      client.submit({ ...delay(10, node), reason: [['test', reason, 1]] })
    const ids = [
      limited('node1', 'rate-limit:1:x'),
      limited('node2', 'rate-limit:2:x'),
      limited('node3', 'rate-limit:1:y'),
      limited('node4', 'rate-limit:1:x'),
    ]
    runFor(client, 1)
    expect(statuses(client, ...ids)).toEqual(['running', 'running', 'running', 'queued'])
  })
})
