import { expect, test } from 'vitest'
import { noHoldLeft } from '../../../sim/invariants/no-hold-left.ts'
import { onRecord } from '../../../sim/invariants/on-record.ts'
import { othersTags } from '../../../sim/invariants/others-tags.ts'
import { tagsWritten } from '../../../sim/invariants/tags-written.ts'
import { ALLOW, ByHand, FAILOVER, REPAIR, web } from './by-hand.ts'

const NOW = 1_795_338_000
const PENDING = `${ALLOW}pending:failover:${REPAIR}:${NOW}:`
const RESULT = `${ALLOW}result:failover:${REPAIR}:${NOW}:`

/** What is said against a tag that harep writes when there was one repair of `web`, which has succeeded. */
function objections(...tags: string[]): readonly string[] {
  const stage = new ByHand(tagsWritten, [web(), web({ name: 'mail' })])
  stage.repair('failover', 'web', FAILOVER)
  stage.pass(120)
  stage.tag('OP_TAGS_SET', 'web', ...tags)
  return stage.found.map(what => what.replace(/^.* on web: /, ''))
}

test('a tag that nobody can store or read is found', () => {
  expect(objections(`${PENDING}1`, `${RESULT}success:1`, `${RESULT}enoperm:`)).toEqual([])
  expect(objections(`${ALLOW}pending:failover:${'x'.repeat(100)}:${NOW}:1`)).toEqual([
    'it has more than 128 characters',
  ])
  expect(objections(`${ALLOW}pending:failover:a b:${NOW}:1`)).toEqual([
    'it has characters that Ganeti does not store',
  ])
  expect(objections(`${ALLOW}pending:reboot:${REPAIR}:${NOW}:1`, PENDING)).toEqual([
    'it is no tag that the man page knows',
    'it is no tag that the man page knows',
  ])
})

test('a tag that does not tell what is so is found', () => {
  expect(objections(`${PENDING}7`)).toEqual(["job 7 is no repair of harep's"])
  expect(objections(`${ALLOW}pending:migrate:${REPAIR}:${NOW}:1`)).toEqual([
    `job 1 is failover of web, repair ${REPAIR}`,
  ])
  expect(objections(`${RESULT}failure:1`)).toEqual(['its jobs have all succeeded'])
  expect(objections(`${RESULT}success:7`)).toEqual(['its jobs are gone'])
})

test('a result of what goes on is found', () => {
  const stage = new ByHand(tagsWritten, [web()])
  stage.hold()
  stage.repair('failover', 'web', FAILOVER)
  stage.tag('OP_TAGS_SET', 'web', `${RESULT}failure:1`)
  expect(stage.found).toEqual([`job 2 writes ${RESULT}failure:1 on web: job 1 goes on`])
})

test('the tags of others, suspensions that are not over for a day, and tags of what goes on are not to be removed', () => {
  const stage = new ByHand(othersTags, [web({ tags: ['mine', `${PENDING}1`] })])
  stage.hold()
  stage.repair('failover', 'web', FAILOVER)
  stage.tag('OP_TAGS_DEL', 'web', 'mine')
  stage.tag('OP_TAGS_DEL', 'web', `${PENDING}1`)
  stage.tag('OP_TAGS_DEL', 'web', `${RESULT}failure:1`, `${ALLOW}suspend:${NOW - 90_000}`)
  stage.tag('OP_TAGS_DEL', 'web', `${ALLOW}suspend:${NOW - 80_000}`)
  expect(stage.found).toEqual([
    "job 2 removes mine from web: it is no tag of harep's",
    `job 3 removes ${PENDING}1 from web: job 1 goes on`,
    `job 5 removes ${ALLOW}suspend:${NOW - 80_000} from web: it has not been over for a day`,
  ])
})

test('a filter of harep that stands in the end is found, and not one of others', () => {
  const stage = new ByHand(noHoldLeft, [web()])
  stage.hold()
  const text = `harep-hold:${REPAIR}.1`
  const trail = [['harep', `${text} for 1 jobs`, 0]]
  const uuid = stage.ask('ReplaceFilter', null, 0, [['reason', ['=', 'reason', text]]], 'PAUSE', trail)
  stage.idleRun()
  for (const observer of stage.observers) observer.ended?.()
  expect(stage.found).toEqual([`the filter ${String(uuid)} (${text}) stands, and holds what comes`])
})

test('a repair that waits, and that a whole run has put on no record, is found', () => {
  const stage = new ByHand(onRecord, [web()])
  stage.hold()
  stage.repair('failover', 'web', FAILOVER)
  stage.idleRun()
  expect(stage.found).toEqual(['job 1, failover of web, waits, and a whole run has put it on no record'])
})
