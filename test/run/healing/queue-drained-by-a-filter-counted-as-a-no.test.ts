import { expect, test } from 'vitest'
import type { JsonValue } from '../../../src/cluster/json.ts'
import { clusterOf, drbd } from '../killed/scenario.ts'
import { Stage } from '../killed/stage.ts'

function withFilter(priority: number, predicates: JsonValue, action: JsonValue): Stage {
  const webs = [0, 1, 2].map(index => drbd(`web${index}`, ['node2', 'node3'], 'failover'))
  const world = new Stage(clusterOf(6, webs))
  world.ask('ReplaceFilter', null, priority, predicates, action, [])
  world.pass(2)
  world.kill('node2')
  return world
}

const DRAIN = [['jobid', ['>', 'id', 'watermark']]]

test('as Ganeti tells to drain a queue: each repair was rejected, and then left to a person as one that somebody had cancelled', () => {
  const world = withFilter(0, DRAIN, 'REJECT')
  const [filter = ''] = world.filters()
  for (const run of world.cron(2)) {
    expect(run.events).toEqual([{ kind: 'queue-drained', filter }])
    expect(run.outcome).toEqual({ kind: 'returned', value: 0 })
  }
  const dry = world.harep({ dryRun: true })
  expect(dry.events[0]).toEqual({ kind: 'queue-drained', filter })
  expect(dry.events.filter(({ kind }) => kind === 'begun')).toHaveLength(3)
  expect(world.filters()).toEqual([filter])
  expect(world.repairs.size).toBe(0)
  world.ask('DeleteFilter', filter)
  world.cron(2)
  for (const name of ['web0', 'web1', 'web2'])
    expect(world.instance(name)).toMatchObject({ status: 'running', primary: 'node3' })
})

test('the same where it comes during a wait: the run ends', () => {
  const world = withFilter(5, [['opcode', ['=', 'OP_ID', 'OP_INSTANCE_CREATE']]], 'REJECT')
  world.once('OP_INSTANCE_FAILOVER', 'running', () => {
    world.ask('ReplaceFilter', null, 0, DRAIN, 'REJECT', [])
  })
  const run = world.harep({ waitSeconds: 3600 })
  expect(run.events.at(-1)?.kind).toBe('queue-drained')
  expect(run.outcome).toEqual({ kind: 'returned', value: 0 })
})

test.each<[string, JsonValue, JsonValue]>([
  ['ACCEPT', [['reason', ['=', 'source', 'harep']]], 'ACCEPT'],
  ['RATE_LIMIT', [['opcode', ['=', 'OP_ID', 'OP_INSTANCE_FAILOVER']]], ['RATE_LIMIT', 5]],
])(
  'a filter of priority 0 is asked before the holds, and %s let repairs start before their tags: that is told',
  (name, predicates, action) => {
    const world = withFilter(0, predicates, action)
    const [filter] = world.filters()
    const run = world.harep()
    const warnings = run.events.flatMap(event => (event.kind === 'warning' ? [event.warning] : []))
    expect(warnings).toEqual([
      `job filter ${filter} has priority 0, and so is asked before the holds of harep: a repair that it lets in (${name}) may start before its tag is on record; give it a higher number (gnt-filter replace)`,
    ])
    world.ask('ReplaceFilter', filter ?? '', 1, predicates, action, [])
    world.pass(300)
    expect(world.harep().events.filter(({ kind }) => kind === 'warning')).toEqual([])
  },
)
