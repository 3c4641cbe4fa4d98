import { describe, expect, test } from 'vitest'
import { tagged } from '../../../src/cluster/repair-tag.ts'
import type { RepairType } from '../../../src/cluster/repair-type.ts'
import { failedNodes, isHalfReplaced, weighFailures } from '../../../src/planner/healing/failures.ts'
import { readHistory } from '../../../src/planner/healing/history.ts'
import { indexQueue } from '../../../src/planner/healing/queue-index.ts'
import { aFailure, anOpcode, aRoomyNode, decisionOn, inShort, NOW } from '../../builders/plan.ts'

type Failure = ReturnType<typeof aFailure>

const OPCODES = { 'fix-storage': 'REPLACE_DISKS', migrate: 'MIGRATE', failover: 'FAILOVER' } as const
const failure = (type: keyof typeof OPCODES, job: string, secondsAgo: number): Failure =>
  aFailure(type, [anOpcode(OPCODES[type], 'error')], { id: job, job, secondsAgo })

const over = (result: 'success' | 'enoperm', secondsAgo: number) =>
  tagged({ type: 'migrate', id: 'X', timeSeconds: BigInt(NOW - secondsAgo), result, jobs: ['99'] }).tag

/** What some failures amount to, the jobs of the attempts that count, and of those that do not count any more. */
function weighed(failures: readonly Failure[], more: readonly string[] = []) {
  const history = readHistory([...failures.map(({ tag }) => tag), ...more])
  const all = weighFailures(
    'i1',
    history,
    indexQueue(
      failures.map(({ job }) => job),
      new Map(),
    ),
  )
  if (all.kind === 'final') return all.reason
  return {
    attempts: all.attempts.map(({ job }) => job.id),
    obsolete: all.obsolete.flatMap(({ jobs }) => jobs),
  }
}

describe('what failures amount to', () => {
  test('no failures: nothing', () => {
    expect(weighed([])).toStrictEqual({ attempts: [], obsolete: [] })
  })

  test('three of one type are the end, whatever else failed between them', () => {
    const [a, b, c] = [
      failure('failover', '1', 900),
      failure('failover', '3', 700),
      failure('failover', '4', 600),
    ]
    expect(weighed([a, failure('migrate', '2', 800), b])).toStrictEqual({
      attempts: ['1', '2', '3'],
      obsolete: [],
    })
    expect(weighed([a, failure('migrate', '2', 800), b, c])).toStrictEqual({
      code: 'attempts-failed',
      type: 'failover',
      jobs: ['1', '3', '4'],
      tags: [a.tag, b.tag, c.tag],
    })
  })

  test.each([
    ['success', 500, { attempts: [], obsolete: ['1'] }],
    ['success', 600, { attempts: ['1'], obsolete: [] }],
    ['success', 700, { attempts: ['1'], obsolete: [] }],
    ['enoperm', 500, { attempts: ['1'], obsolete: [] }],
  ] as const)('600 s ago, and a %s %i s ago: %o', (result, secondsAgo, expected) => {
    expect(weighed([failure('failover', '1', 600)], [over(result, secondsAgo)])).toStrictEqual(expected)
  })

  test('a job whose process died is no attempt of a re-creation, and one of anything else', () => {
    const error = { errorClass: '', code: undefined, text: 'detected death of job 1' }
    const died = (type: RepairType) => aFailure(type, [anOpcode('X', 'error', { error })], { job: '1' })
    expect(weighed([died('reinstall')])).toMatchObject({ code: 'repair-failed', why: 'died' })
    expect(weighed([died('failover')])).toStrictEqual({ attempts: ['1'], obsolete: [] })
  })
})

const attempt = ({ tag, job }: Failure) => {
  const [repair] = readHistory([tag]).failures
  if (!repair) throw new Error('no failure')
  return { tag: repair, job }
}

const blames = (node: string) => ({
  errorClass: 'OpExecError',
  code: undefined,
  text: `Can't create block device: x on node ${node} for instance i1: x`,
})

test('nodes that failed are those that a job was given and those that Ganeti complains of, by type of repair', () => {
  const replaced = aFailure('fix-storage', [anOpcode('REPLACE_DISKS', 'error', { error: blames('n5') })])
  const moved = aFailure('failover', [
    anOpcode('SHUTDOWN', 'success'),
    anOpcode('MOVE', 'error', { nodes: ['n4'], error: { ...blames('n5'), text: 'no' } }),
  ])
  const attempts = [attempt(replaced), attempt(moved)]
  expect(failedNodes(attempts, 'fix-storage')).toStrictEqual(['n5'])
  expect(failedNodes(attempts, 'failover')).toStrictEqual(['n4'])
  expect(failedNodes(attempts, 'reinstall')).toStrictEqual([])
})

const NODES = ['n1', 'n2']

describe('a new secondary that is perhaps written down without its copy', () => {
  const degraded = { errorClass: 'OpExecError', code: undefined, text: 'DRBD device disk/0 is degraded!' }
  const half = aFailure('fix-storage', [
    anOpcode('DELAY', 'success'),
    anOpcode('REPLACE_DISKS', 'error', { error: degraded }),
  ])

  test('is told by the job of a fix-storage, and by no other', () => {
    expect(isHalfReplaced(attempt(half), NODES)).toBe(true)
    expect(
      isHalfReplaced(
        attempt(aFailure('failover', [anOpcode('FAILOVER', 'error', { error: degraded })])),
        NODES,
      ),
    ).toBe(false)
    const refused = { ...degraded, errorClass: 'OpPrereqError' }
    expect(
      isHalfReplaced(
        attempt(aFailure('fix-storage', [anOpcode('REPLACE_DISKS', 'error', { error: refused })])),
        NODES,
      ),
    ).toBe(false)
    expect(
      isHalfReplaced(attempt(aFailure('fix-storage', [anOpcode('REPLACE_DISKS', 'error')])), NODES),
    ).toBe(false)
  })

  test.each([
    [['n1', 'n2'], false],
    [['n2', 'n1'], false],
    [['n1', 'n3'], true],
  ])('is none where the job tells which nodes there were, and it still has them: %s', (from, expected) => {
    const told = attempt({ ...half, job: { ...half.job, from } })
    expect(isHalfReplaced(told, NODES)).toBe(expected)
  })

  test('is none, either, of what Ganeti says last: the copy is there', () => {
    // REPLACE_DISKS stops the disks again of an instance that is marked down, and cannot where it runs all the same.
    const error = {
      errorClass: 'OpPrereqError',
      code: undefined,
      text: 'Instance i1 is running, cannot shutdown disks',
    }
    const last = aFailure('fix-storage', [anOpcode('REPLACE_DISKS', 'error', { error })])
    const told = attempt({ ...last, job: { ...last.job, from: ['n1', 'n3'] } })
    expect(isHalfReplaced(told, NODES)).toBe(false)
  })

  test.each([
    ['its primary dies: no failover to half a copy', aRoomyNode('n1', { offline: true }), undefined],
    ['its primary is drained: no migration to half a copy', aRoomyNode('n1', { drained: true }), undefined],
    [
      'the new secondary dies: there is nothing to lose in another one',
      aRoomyNode('n2', { offline: true }),
      'fix-storage: REPLACE_DISKS [secondary-offline]',
    ],
  ])('%s', (_, node, expected = 'repair-failed [half-copy]') => {
    const decision = decisionOn({ tags: [half.tag] }, { nodes: [node], queue: [half.job] })
    expect(inShort(decision)).toBe(expected)
  })

  test('one that could not even be begun holds up no failover', () => {
    const early = aFailure('fix-storage', [anOpcode('REPLACE_DISKS', 'error', { error: blames('n5') })])
    const nodes = [aRoomyNode('n1', { offline: true })]
    expect(inShort(decisionOn({ tags: [early.tag] }, { nodes, queue: [early.job] }))).toBe(
      'failover: FAILOVER [primary-offline]',
    )
  })
})
