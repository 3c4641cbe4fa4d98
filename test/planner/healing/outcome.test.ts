import { describe, expect, test } from 'vitest'
import { isDeath, isRefusal, outcomeOf } from '../../../src/planner/healing/outcome.ts'
import type { QueuedJob } from '../../../src/planner/queue.ts'
import { aJob, anOpcode } from '../../builders/plan.ts'

const error = (code: string | undefined, text = 'no') => ({ errorClass: 'OpPrereqError', code, text })
const noRoom = error('insufficient_resources')
const ours = { type: 'fix-storage', id: 'ID' } as const
const job = (but: Partial<QueuedJob>) => aJob('7', { repair: ours, ...but })

const SUCCESS = job({})
const FAILED = job({
  status: 'error',
  opcodes: [anOpcode('FAILOVER', 'error', { error: error('wrong_state') })],
})
const REFUSED = job({ status: 'error', opcodes: [anOpcode('REPLACE_DISKS', 'error', { error: noRoom })] })
const RUNNING = job({ status: 'running' })

describe('outcomeOf', () => {
  test.each<[string, readonly (QueuedJob | undefined)[], string]>([
    ['all succeeded', [SUCCESS, SUCCESS], 'success'],
    ['one is not over', [FAILED, RUNNING], 'running'],
    ['one is being cancelled', [job({ status: 'canceling' })], 'running'],
    ['one failed', [SUCCESS, FAILED], 'failure'],
    ['one was cancelled', [job({ status: 'canceled' })], 'failure'],
    ['one is gone', [SUCCESS, undefined], 'failure'],
    ['one is gone, another is not over', [undefined, RUNNING], 'running'],
    ['one found no room', [REFUSED], 'refused'],
    ['one succeeded, another found no room', [SUCCESS, REFUSED], 'refused'],
    ['one found no room, another failed', [REFUSED, FAILED], 'failure'],
    ['one found no room, another is gone', [REFUSED, undefined], 'failure'],
    ['no job at all', [], 'failure'],
  ])('%s: %s', (_, jobs, outcome) => {
    expect(outcomeOf(jobs)).toBe(outcome)
  })
})

describe('isRefusal', () => {
  test('behind a delay, too', () => {
    const delay = anOpcode('DELAY', 'success', { opId: 'OP_TEST_DELAY' })
    expect(isRefusal({ ...REFUSED, opcodes: [delay, ...REFUSED.opcodes] })).toBe(true)
  })

  test('not when something was done before', () => {
    const opcodes = [anOpcode('SHUTDOWN', 'success'), anOpcode('RECREATE_DISKS', 'error', { error: noRoom })]
    expect(isRefusal({ ...REFUSED, opcodes })).toBe(false)
  })

  test.each([
    ['a job of others', { ...REFUSED, repair: undefined }],
    ['another error', FAILED],
    ['a job that is not over', { ...REFUSED, status: 'running' as const }],
    ['a job without opcodes', { ...REFUSED, opcodes: [] }],
  ])('not %s', (_, one) => {
    expect(isRefusal(one)).toBe(false)
  })
})

test('a job whose process died is told by the text that luxid gives all its opcodes', () => {
  const died = (text: string) =>
    job({ status: 'error', opcodes: [anOpcode('REINSTALL', 'error', { error: error(undefined, text) })] })
  expect(isDeath(died('detected death of job 7'))).toBe(true)
  expect(isDeath(died('OS create script detected death of job 7'))).toBe(false)
  expect(isDeath(SUCCESS)).toBe(false)
})

test('one opcode with that text is enough: those before it may have no error', () => {
  const [done, died] = [
    anOpcode('SHUTDOWN', 'success'),
    anOpcode('REINSTALL', 'error', { error: error(undefined, 'detected death of job 7') }),
  ]
  expect(isDeath(job({ status: 'error', opcodes: [done, died] }))).toBe(true)
})
