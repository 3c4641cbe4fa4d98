import { expect, test } from 'vitest'
import type { Attempt } from '../../../src/planner/healing/failures.ts'
import { readHistory } from '../../../src/planner/healing/history.ts'
import { unfinishedBehind } from '../../../src/planner/healing/stage.ts'
import type { QueuedOpcode } from '../../../src/planner/queue.ts'
import { aFailure, anOpcode } from '../../builders/plan.ts'
import { DISKS_FAILED, failed, recreation, START_FAILED, SYSTEM_FAILED, untried } from './half-made.ts'

function attempt(
  opcodes: readonly QueuedOpcode[],
  job = '7',
  type: 'reinstall' | 'failover' = 'reinstall',
): Attempt {
  const failure = aFailure(type, opcodes, { id: job, job })
  const [tag] = readHistory([failure.tag]).failures
  if (!tag) throw new Error('no failure')
  return { tag, job: failure.job }
}

const NOT_EVEN_DOWN = [failed, untried, untried, untried]

test.each([
  ['not even the shutdown', NOT_EVEN_DOWN, { stage: 'disks', isDown: false, made: undefined }],
  ['no disks', DISKS_FAILED, { stage: 'disks', isDown: true, made: undefined }],
  ['no system', SYSTEM_FAILED, { stage: 'system', isDown: true, made: ['n3', 'n4'] }],
  ['no start', START_FAILED, { stage: 'start', isDown: true, made: ['n3', 'n4'] }],
])('how far a re-creation came: %s', (_, ends, expected) => {
  const unfinished = unfinishedBehind([attempt(recreation(ends, ['n3', 'n4']))], [])
  expect(unfinished).toMatchObject({ ...expected, wasUp: true, tried: ['n3', 'n4'] })
})

test('what was stopped before needs no shutdown and no start', () => {
  const [, disks, system] = recreation(DISKS_FAILED)
  const opcodes = [disks, system].flatMap(one => one ?? [])
  expect(unfinishedBehind([attempt(opcodes)], [])).toMatchObject({
    stage: 'disks',
    isDown: true,
    wasUp: false,
  })
})

test('the last job tells how far it came, all of them where disks were tried, the last that made some where they are', () => {
  const first = attempt(recreation(SYSTEM_FAILED, ['n3']), '7')
  const second = attempt(recreation(DISKS_FAILED, ['n4']), '8')
  const third = attempt(recreation(DISKS_FAILED, ['n4']), '9')
  expect(unfinishedBehind([first, second, third], [])).toMatchObject({
    stage: 'disks',
    job: { id: '9' },
    tried: ['n3', 'n4'],
    made: ['n3'],
  })
  const onlySystem = attempt([anOpcode('REINSTALL', failed)], '10')
  expect(unfinishedBehind([first, onlySystem], [])).toMatchObject({
    stage: 'system',
    tried: ['n3'],
    made: ['n3'],
    wasUp: false,
  })
})

test('repairs of other types are no re-creation', () => {
  const failover = attempt([anOpcode('FAILOVER', failed)], '8', 'failover')
  expect(unfinishedBehind([], [])).toBeUndefined()
  expect(unfinishedBehind([failover], [])).toBeUndefined()
  expect(unfinishedBehind([attempt(recreation(SYSTEM_FAILED)), failover], [])).toMatchObject({
    job: { id: '7' },
  })
})
