import { describe, expect, test } from 'vitest'
import type { InstanceDefinition, NodeDefinition } from '../../../sim/ganeti/cluster-definition.ts'
import type { ReasonCode } from '../../../src/planner/reason.ts'
import { whatWouldChange } from '../../../src/planner/what-would-change.ts'
import { pass } from '../healing/forgotten.ts'
import { decisionsOf, World } from '../world.ts'
import { commandsIn, follow } from './admin-shell.ts'

/*
 * Whoever does what harep says would change it is to find that it does. Each piece of advice that an admin can follow by
 * commands is followed here, on a simulated cluster, whatever the tags allow.
 */

const ALLOW = 'ganeti:watcher:autorepair:'
const TYPES = ['', 'fix-storage', 'migrate', 'failover', 'reinstall', 'suspend', 'suspend migrate']

type Parts = Partial<InstanceDefinition> & { readonly node2?: Partial<NodeDefinition> }

function worldOf(words: string, { node2, ...but }: Parts = {}): World {
  const tags = words.split(' ').flatMap(word => (word === '' ? [] : [ALLOW + word]))
  const [one, ...others] = ['node1', 'node3', 'node4'].map(name => ({ name }))
  return new World({
    cluster: { name: 'cluster.example.com', hypervisor: 'fake', enabledUserShutdown: true },
    groups: [{ name: 'default' }],
    nodes: [...(one ? [one] : []), { name: 'node2', ...node2 }, ...others],
    instances: [
      {
        name: 'web1',
        diskTemplate: 'drbd',
        primary: 'node2',
        ...(but.diskTemplate === 'plain' ? {} : { secondary: 'node3' }),
        memoryMiB: 16,
        tags,
        ...but,
      },
    ],
  })
}

const PLAIN = { diskTemplate: 'plain', disksMiB: [100_000] } as const

/** What harep says of web1, and would change it. */
function adviceIn(world: World): { readonly code: ReasonCode | undefined; readonly advice: string } {
  const reason = decisionsOf(world.harep()).get('web1')?.reason
  return { code: reason?.code, advice: (reason && whatWouldChange(reason, 'web1')) ?? '' }
}

function without(verb: string, advice: string): ReturnType<typeof commandsIn> {
  return commandsIn(advice).filter(command => command[1] !== verb)
}

describe.each(TYPES)('with "%s" on the instance', words => {
  test('its copy on a drained node is used once the advice was followed', () => {
    const world = worldOf(words)
    world.cluster.setNodeDrained('node3', true)
    world.kill('node2')
    const { code, advice } = adviceIn(world)
    expect(code).toBe('copy-on-drained-node')
    follow(world, commandsIn(advice))
    world.harep()
    pass(world, 60)
    expect({ advice, ...world.instance('web1') }).toMatchObject({
      advice,
      primary: 'node3',
      status: 'running',
    })
  })

  test('what would be stopped for too long is moved once it is shut down', () => {
    const world = worldOf(words, PLAIN)
    world.cluster.setNodeDrained('node2', true)
    const { code, advice } = adviceIn(world)
    expect(code).toBe('stop-too-long')
    follow(world, [['gnt-instance', 'shutdown', 'web1'], ...without('move', advice)])
    world.harep()
    pass(world, 3600)
    const { primary, status } = world.instance('web1')
    expect({ advice, isMoved: primary !== 'node2', status }).toEqual({
      advice,
      isMoved: true,
      status: 'ADMIN_down',
    })
  })

  test('what would be stopped for too long can be moved by hand', () => {
    const world = worldOf(words, PLAIN)
    world.cluster.setNodeDrained('node2', true)
    const { advice } = adviceIn(world)
    follow(world, commandsIn(advice.replace('-n NODE', '-n node4')).slice(0, 1))
    pass(world, 3600)
    expect(world.instance('web1')).toMatchObject({ primary: 'node4', status: 'running' })
  })

  test.each([
    ['user-down', 'drbd', { adminState: 'down', adminStateSource: 'user' }],
    ['user-down', 'plain', { adminState: 'down', adminStateSource: 'user' }],
    ['runs-unwanted', 'plain', { adminState: 'down', running: true }],
  ] as const)('%s of %s ends with each of its two commands', (expected, diskTemplate, but) => {
    for (const verb of ['startup', 'shutdown']) {
      const world = worldOf(words, { diskTemplate, ...but })
      world.cluster.setNodeDrained('node2', true)
      const { code, advice } = adviceIn(world)
      expect(code).toBe(expected)
      follow(world, without(verb, advice))
      expect(adviceIn(world).code).not.toBe(expected)
    }
  })

  test.each<[ReasonCode, readonly string[]]>([
    ['job-gone', ['result:failover:u1:1000:failure:77']],
    ['job-gone', ['result:failover:u1:1000:failure:77', 'result:fix-storage:u2:900:failure:76']],
    ['repair-failed', ['result:failover:u1:1000:failure:']],
    ['tags-malformed', ['pending:restart:u1:1000:7', 'result:failover:u2:when:failure:8']],
  ])('%s ends by the advice: %j', (expected, records) => {
    const world = worldOf(words)
    const before = world.instance('web1').tags
    world.cluster.setTags('instance', 'web1', [...before, ...records.map(record => ALLOW + record)])
    world.kill('node2')
    const seen = decisionsOf(world.harep({ dryRun: true })).get('web1')?.reason
    if (expected === 'tags-malformed' && words !== 'failover' && words !== 'reinstall') return
    expect(seen?.code).toBe(expected)
    const advice = seen && whatWouldChange(seen, 'web1')
    follow(world, commandsIn(advice ?? ''))
    expect(decisionsOf(world.harep({ dryRun: true })).get('web1')?.reason.code).not.toBe(expected)
  })

  test('tags that contradict each other end by themselves, as the advice says', () => {
    const world = worldOf(words)
    const before = world.instance('web1').tags
    const records = [
      'pending:failover:u1:1000:77',
      'pending:fix-storage:u2:1100:78',
      'pending:migrate:u3:1200:79',
    ]
    world.cluster.setTags('instance', 'web1', [...before, ...records.map(record => ALLOW + record)])
    world.kill('node2')
    const { code, advice } = adviceIn(world)
    expect(code).toBe('tags-contradict')
    expect(commandsIn(advice)).toEqual([])
    world.cron(2)
    expect(adviceIn(world).code).toBe('job-gone')
  })
})

test('where the copy on a drained node may be older, the advice does not promise that harep uses it', () => {
  const world = worldOf('failover', { primary: 'node3', secondary: 'node2' })
  world.kill('node3')
  world.harep()
  pass(world, 60)
  world.revive('node3')
  pass(world, 3600)
  world.cluster.setNodeDrained('node3', true)
  world.kill('node2')
  const { code, advice } = adviceIn(world)
  expect(code).toBe('copy-on-drained-node')
  expect(advice).toContain('may be older')
  follow(world, without('failover', advice))
  expect(adviceIn(world).code).toBe('copy-behind')
  follow(world, commandsIn(adviceIn(world).advice))
  expect(world.instance('web1')).toMatchObject({ primary: 'node3', status: 'running' })
})
