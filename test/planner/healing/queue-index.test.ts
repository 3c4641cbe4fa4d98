import { expect, test } from 'vitest'
import { indexQueue, isReadOnly, isTagJob } from '../../../src/planner/healing/queue-index.ts'
import { aJob, anOpcode } from '../../builders/plan.ts'

const opcodes = (...names: readonly string[]) =>
  aJob('1', {
    opcodes: names.map(name => anOpcode(name, 'success', name === 'DELAY' ? { opId: 'OP_TEST_DELAY' } : {})),
  })

test.each<[readonly string[], boolean]>([
  [['TAGS_SET'], true],
  [['TAGS_DEL'], true],
  [['TAGS_SET', 'TAGS_DEL'], true],
  [['TAGS_SET', 'REBOOT'], false],
  [['TAGS_GET'], false],
  [['REBOOT'], false],
  [[], false],
])('a job of %j changes nothing but tags: %s', (names, expected) => {
  expect(isTagJob(opcodes(...names))).toBe(expected)
})

test.each<[readonly string[], boolean]>([
  [['QUERY_DATA'], true],
  [['CONSOLE'], true],
  [['TAGS_GET'], true],
  [['DELAY'], true],
  [['DELAY', 'QUERY_DATA'], true],
  [['DELAY', 'REBOOT'], false],
  [['TAGS_SET'], false],
  [[], false],
])('a job of %j only looks: %s', (names, expected) => {
  expect(isReadOnly(opcodes(...names))).toBe(expected)
})

const repair = { type: 'failover', id: 'ID' } as const
const on = (id: string, instances: readonly string[], but: Parameters<typeof aJob>[1] = {}) =>
  aJob(id, { opcodes: [anOpcode('REBOOT', 'running', { instances })], ...but })
const ids = (jobs: readonly { readonly id: string }[]) => jobs.map(({ id }) => id)

test('the jobs that name an instance come in the order of the queue, each once', () => {
  const twice = aJob('3', { opcodes: [anOpcode('SHUTDOWN', 'success'), anOpcode('STARTUP', 'success')] })
  const queue = indexQueue([on('1', ['i1', 'i2']), on('2', ['i2']), twice], new Map())
  expect(ids(queue.naming('i1'))).toStrictEqual(['1', '3'])
  expect(ids(queue.naming('i2'))).toStrictEqual(['1', '2'])
  expect(queue.naming('i3')).toStrictEqual([])
})

test('of several unfinished repairs of an instance the first is told', () => {
  const queue = indexQueue(
    [
      on('1', ['i1'], { repair }),
      on('2', ['i1'], { status: 'running' }),
      on('3', ['i1'], { status: 'waiting', repair }),
      on('4', ['i1'], { status: 'queued', repair }),
    ],
    new Map(),
  )
  expect(queue.repairing('i1')?.id).toBe('3')
  expect(queue.repairing('i2')).toBeUndefined()
  expect(ids(queue.unfinishedRepairs)).toStrictEqual(['3', '4'])
})

test('a job is found in the queue, else in the archive', () => {
  const [queued, archived] = [aJob('1'), aJob('2')]
  const queue = indexQueue(
    [queued],
    new Map([
      ['1', aJob('1')],
      ['2', archived],
    ]),
  )
  expect([queue.job('1'), queue.job('2'), queue.job('3')]).toStrictEqual([queued, archived, undefined])
  expect(queue.job('1')).toBe(queued)
})
