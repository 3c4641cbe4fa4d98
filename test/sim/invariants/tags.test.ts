import { expect, test } from 'vitest'
import type { Outcome } from '../../../sim/driver/simulated-run.ts'
import { noHoldLeft } from '../../../sim/invariants/no-hold-left.ts'
import { othersTags } from '../../../sim/invariants/others-tags.ts'
import { tagsWritten } from '../../../sim/invariants/tags-written.ts'
import type { Program } from '../../../sim/play/harep-run.ts'
import type { HealingEvent } from '../../../src/run/healing/healing-event.ts'
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

test('a failure of a job that came while the run looked is not found, and of one that was there it is', () => {
  const found = (isLate: boolean) => {
    const stage = new ByHand(tagsWritten, [web()])
    const come = () => {
      stage.submit({ OP_ID: 'OP_TEST_DELAY', duration: 1, on_nodes: ['node1'], reason: [] })
      stage.pass(60)
    }
    if (!isLate) come()
    stage.idleRun(undefined, 10, [], () => {
      if (isLate) come()
      stage.tag('OP_TAGS_SET', 'web', `${RESULT}failure:1`)
    })
    return stage.found.length
  }
  expect(found(true)).toBe(0)
  expect(found(false)).toBe(1)
})

test('a result of what goes on is found', () => {
  const stage = new ByHand(tagsWritten, [web()])
  stage.hold()
  stage.repair('failover', 'web', FAILOVER)
  stage.tag('OP_TAGS_SET', 'web', `${RESULT}failure:1`)
  expect(stage.found).toEqual([`job 2 writes ${RESULT}failure:1 on web: job 1 goes on`])
})

test('what was not permitted has no job, but for a re-creation that was cancelled when it had only stopped its instance', () => {
  const nodes = ['node1', 'node4']
  const opcodes = [
    { OP_ID: 'OP_INSTANCE_SHUTDOWN' },
    { OP_ID: 'OP_INSTANCE_RECREATE_DISKS', disks: [], nodes },
    { OP_ID: 'OP_INSTANCE_REINSTALL' },
    { OP_ID: 'OP_INSTANCE_STARTUP' },
  ]
  const record = `${ALLOW}result:reinstall:${REPAIR}:${NOW}:enoperm:`
  const stopped = new ByHand(tagsWritten, [web()])
  stopped.submit({ OP_ID: 'OP_TEST_DELAY', duration: 500, on_nodes: nodes, reason: [] })
  stopped.repair('reinstall', 'web', ...opcodes)
  stopped.pass(5)
  stopped.ask('CancelJob', 2)
  stopped.pass(600)
  stopped.tag('OP_TAGS_SET', 'web', `${record}2`)
  expect(stopped.cluster.statusOfJob(2)).toBe('canceled')
  expect(stopped.found).toEqual([])

  const gone = new ByHand(tagsWritten, [web()])
  gone.repair('reinstall', 'web', ...opcodes)
  gone.pass(300)
  gone.tag('OP_TAGS_SET', 'web', `${record}1`)
  expect(gone.found).toEqual([`job 2 writes ${record}1 on web: what was not permitted has no job`])
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

test('a tag that names a repair of another instance, which goes on, may be removed', () => {
  const tags = [`${PENDING}1`]
  const stage = new ByHand(othersTags, [web({ tags }), web({ name: 'mail', tags })])
  stage.hold()
  stage.repair('failover', 'web', FAILOVER)
  stage.tag('OP_TAGS_DEL', 'mail', ...tags)
  expect(stage.found).toEqual([])
})

test('a filter of harep that stands in the end is found, and not one of others', () => {
  const stage = new ByHand(noHoldLeft, [web()])
  stage.hold()
  const text = `harep-hold:${REPAIR}.1`
  const uuid = stage.holdOfHarep(text)
  stage.tell('calmBegan')
  stage.idleRun()
  stage.tell('ended')
  expect(stage.found).toEqual([`the filter ${uuid} (${text}) stands, and holds what comes`])
})

test('a failure of a job that has succeeded is found, but where its file is lost; so is a result of a repair of another', () => {
  const stage = new ByHand(tagsWritten, [web(), web({ name: 'mail' })])
  stage.repair('failover', 'web', FAILOVER)
  stage.repair('failover', 'mail', FAILOVER)
  stage.pass(120)
  stage.cluster.archiveJobs(60)
  stage.cluster.loseJob(2)
  stage.lostJobs.add(2)
  stage.tag('OP_TAGS_SET', 'web', `${RESULT}failure:1`)
  stage.tag('OP_TAGS_SET', 'mail', `${RESULT}failure:2`)
  stage.tag('OP_TAGS_SET', 'web', `${RESULT}success:2`)
  // A pending tag that others have written may name any job.
  stage.tag('OP_TAGS_SET', 'web', `${RESULT}success:1`.replace(REPAIR, 'by-hand'))
  stage.tag('OP_TAGS_SET', 'mail', `${RESULT}success:1`.replace(REPAIR, 'by-hand'))
  expect(stage.found.map(what => what.replace(/^.*: /, ''))).toEqual([
    'its jobs have all succeeded',
    'job 2 is of mail',
  ])
})

test('only harep clear, and of an instance, removes what merely looks like a record', () => {
  const stage = new ByHand(othersTags, [web({ tags: [`${ALLOW}pending:`, 'mine'] })])
  const clear = (kind: string, tag: string) => {
    const name = kind === 'cluster' ? '' : 'web'
    stage.submit({ OP_ID: 'OP_TAGS_DEL', kind, name, tags: [tag], reason: [['harep', 'called', 0]] })
  }
  clear('instance', `${ALLOW}pending:`)
  stage.happened('clear')
  clear('instance', `${ALLOW}pending:`)
  stage.tag('OP_TAGS_DEL', 'web', `${ALLOW}pending:`)
  clear('cluster', `${ALLOW}pending:`)
  clear('instance', 'mine')
  const said = "it is no tag of harep's"
  expect(stage.found).toEqual([
    `job 1 removes ${ALLOW}pending: from web: ${said}`,
    `job 3 removes ${ALLOW}pending: from web: ${said}`,
    `job 4 removes ${ALLOW}pending: from the cluster: ${said}`,
    `job 5 removes mine from web: ${said}`,
  ])
})

test.each<[name: string, outcome: Outcome<0 | 1> | undefined, events: HealingEvent[], program: Program]>([
  ['is the original, which knows no holds', { kind: 'returned', value: 0 }, [], 'classic'],
  ['finds no master', { kind: 'threw', error: new Error('no master') }, [], 'harep'],
  ['finds a queue that takes no jobs', { kind: 'returned', value: 1 }, [{ kind: 'queue-drained' }], 'harep'],
])(
  'a filter of harep stands where all that runs since the faults stopped %s',
  (_, outcome, events, program) => {
    const stage = new ByHand(noHoldLeft, [web()])
    stage.holdOfHarep(`harep-hold:${REPAIR}.1`)
    stage.idleRun()
    stage.tell('calmBegan')
    stage.idleRun(outcome, 10, events, undefined, program)
    stage.tell('ended')
    expect(stage.found).toEqual([])
    stage.idleRun({ kind: 'returned', value: 1 })
    stage.tell('ended')
    expect(stage.found).toHaveLength(1)
  },
)

test('the hold of a run that is under way as the play ends is not left, that of one that has ended is', () => {
  const stage = new ByHand(noHoldLeft, [web()])
  const text = `harep-hold:${REPAIR}.1`
  stage.tell('calmBegan')
  stage.idleRun()
  stage.idleRun({ kind: 'returned', value: 1 }, 10, [], () => {
    stage.holdOfHarep(text)
    stage.asked(['ReplaceFilter', null, 0, [['reason', ['=', 'reason', text]]], 'PAUSE', []])
    stage.tell('ended')
    expect(stage.found).toEqual([])
  })
  stage.tell('ended')
  expect(stage.found).toHaveLength(1)
})

test.each([
  [0, ['run 1 says that all is well, and leaves its filter UUID']],
  [1, []],
] as const)('a run that ends with %i and leaves a hold of its own', (value, found) => {
  const stage = new ByHand(noHoldLeft, [web()])
  const text = `harep-hold:${REPAIR}.1`
  stage.idleRun({ kind: 'returned', value }, 10, [], () => {
    stage.holdOfHarep(text)
    stage.asked(['ReplaceFilter', null, 0, [['reason', ['=', 'reason', text]]], 'PAUSE', []])
  })
  // What another run has left is not its own.
  stage.idleRun({ kind: 'returned', value: 0 })
  expect(stage.found.map(what => what.replace(/[0-9a-f-]{36} .*/, 'UUID'))).toEqual(found)
})
