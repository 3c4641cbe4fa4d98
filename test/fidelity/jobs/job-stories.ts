import type { JsonObject, JsonValue } from '../../../src/cluster/json.ts'
import { ended, type JobWorld, jobRows, orderOf, replaced, submitMany } from './job-world.ts'

/** What happens to some jobs, told so that a real cluster and a simulated one tell the same: no ids, no times. */
export type JobStory = (world: JobWorld) => Promise<JsonValue>

const delay = (duration: number, node = 'node3', more: JsonObject = {}): JsonObject => ({
  OP_ID: 'OP_TEST_DELAY',
  duration,
  on_master: false,
  on_nodes: [node],
  ...more,
})
const tag = (name: string, text: string, more: JsonObject = {}): JsonObject => ({
  OP_ID: 'OP_TAGS_SET',
  kind: 'instance',
  name,
  tags: [text],
  ...more,
})

export const JOB_STORIES: Readonly<Record<string, JobStory>> = {
  'a failover that waits for a node is overtaken by a tag': async world => {
    const failover = { OP_ID: 'OP_INSTANCE_FAILOVER', instance_name: 'web2' }
    const blocker = delay(8, 'node2', { on_master: true })
    return orderOf(
      world,
      await submitMany(world, blocker, failover, tag('web2', 'a'), tag('web1', 'b'), delay(1, 'node2')),
    )
  },
  'a start does not wait for its node': async world => {
    await ended(world, await submitMany(world, { OP_ID: 'OP_INSTANCE_SHUTDOWN', instance_name: 'db1' }))
    const params = { OP_ID: 'OP_NODE_SET_PARAMS', node_name: 'node2', drained: false }
    const start = { OP_ID: 'OP_INSTANCE_STARTUP', instance_name: 'db1' }
    return orderOf(world, await submitMany(world, delay(8, 'node2'), params, start, tag('db1', 'a')))
  },
  'priority, then id': async world => {
    const short = (more: JsonObject = {}) => delay(0.5, 'node3', more)
    const ids = await submitMany(
      world,
      delay(8),
      short(),
      short({ priority: 10 }),
      short(),
      short({ priority: -10 }),
    )
    return orderOf(world, ids)
  },
  'cancelling a job that waits, one between two opcodes, one that works, one that is over': async world => {
    const [works = 0, waits = 0, between = 0] = await submitMany(
      world,
      [delay(9), tag('web1', 'x')],
      delay(1),
      [tag('web1', 'y'), delay(1), tag('web1', 'z')],
    )
    await world.pause(3)
    const answers = [await world.call('CancelJob', waits), await world.call('CancelJob', between)]
    answers.push(await world.call('CancelJob', works))
    await ended(world, [works, waits, between])
    answers.push((await world.call('CancelJob', 99_999)) ?? null)
    return [...answers, ...(await jobRows(world, [works, waits, between], 'opstatus', 'opresult'))]
  },
  'a kill': async world => {
    const [killed = 0] = await submitMany(world, [tag('web1', 'x'), delay(60), tag('web1', 'y')])
    await world.pause(3)
    const answer = await world.call('CancelJob', killed, true)
    await ended(world, [killed])
    const rows = await jobRows(world, [killed], 'opstatus', 'opresult')
    return replaced([answer, rows], `job ${killed}"`, 'job N"')
  },
  'dependencies on jobs that succeeded, failed, were cancelled, never were': async world => {
    const [success = 0, error = 0, blocker = 0] = await submitMany(
      world,
      tag('web1', 'a'),
      tag('nosuch', 'b'),
      delay(2),
    )
    const [canceled = 0] = await submitMany(world, tag('web1', 'c', { depends: [[blocker, []]] }))
    await world.call('CancelJob', canceled)
    await ended(world, [success, error, blocker, canceled])
    const outcomes: JsonValue[] = []
    for (const id of [success, error, canceled, 99_999]) {
      for (const wanted of [[], ['success'], ['error'], ['canceled', 'error']]) {
        const [job = 0] = await submitMany(world, [
          tag('web1', 'd', { depends: [[id, wanted]] }),
          tag('web1', 'e'),
        ])
        await ended(world, [job])
        const rows = await jobRows(world, [job], 'opstatus', 'opresult')
        outcomes.push(replaced(rows, `job ${id} `, 'job N '))
      }
    }
    return outcomes
  },
  'dry runs': async world => {
    const dry = { dry_run: true }
    const failover = { OP_ID: 'OP_INSTANCE_FAILOVER', instance_name: 'web1', ...dry }
    const ids = await submitMany(world, [tag('web1', 'a', dry), failover, delay(5, 'node3', dry)])
    await ended(world, ids)
    const rows = await jobRows(world, ids, 'opstatus', 'opresult', 'oplog')
    return replaced(rows, /\[[0-9]{9,},[0-9]+\]/g, '"a time"')
  },
}
