import { describe, expect, test } from 'vitest'
import { whatWouldChange } from '../../../src/planner/what-would-change.ts'
import { decisionsOf, World } from '../world.ts'
import { commandsIn, follow } from './admin-shell.ts'

/*
 * Whoever does what harep says would change it is to find that it does: on every mixture of tags that suspend a repair, or allow
 * less than it or nothing at all, the commands in the advice are carried out, and then the next run has to begin the repair.
 */

const SOON = 1_795_338_000 + 7200
const ON_INSTANCE = [
  '',
  'migrate',
  'failover',
  'fix-storage migrate',
  'migrate failover',
  'suspend',
  `suspend:${SOON}`,
  `suspend:${SOON} suspend:${SOON + 60} migrate`,
  'suspend suspend:tomorrow failover',
]
const ON_GROUP = ['', 'migrate', 'failover', 'suspend']
const ON_CLUSTER = ['', 'fix-storage migrate', 'failover', `suspend:${SOON}`, 'suspend migrate']
const ONE_OFFS = ['', 'pending:migrate:once:1:', 'pending:failover:once:1:']

interface Mixture {
  readonly instance: string
  readonly group: string
  readonly cluster: string
}

function tags(words: string): readonly string[] {
  return words
    .split(' ')
    .filter(word => word !== '')
    .map(word => `ganeti:watcher:autorepair:${word}`)
}

function worldOf({ instance, group, cluster }: Mixture): World {
  const world = new World({
    cluster: { name: 'cluster.example.com', hypervisor: 'fake', tags: tags(cluster) },
    groups: [{ name: 'default', tags: tags(group) }],
    nodes: ['node1', 'node2', 'node3', 'node4'].map(name => ({ name })),
    instances: [
      {
        name: 'web1',
        diskTemplate: 'drbd',
        primary: 'node2',
        secondary: 'node3',
        memoryMiB: 16,
        tags: tags(instance),
      },
    ],
  })
  world.kill('node2')
  return world
}

function adviceIn(world: World): string | undefined {
  const decision = decisionsOf(world.harep({ dryRun: true })).get('web1')
  return decision && whatWouldChange(decision.reason, 'web1')
}

/** What is in the way of its failover although the advice was followed; undefined where it has begun. */
function inTheWay(mixture: Mixture, commandsOf: (advice: string) => ReturnType<typeof commandsIn>) {
  const world = worldOf(mixture)
  const advice = adviceIn(world)
  if (advice !== undefined) follow(world, commandsOf(advice))
  world.harep()
  const isBegun = world.instance('web1').tags.some(tag => /:pending:failover:.*:\d+$/u.test(tag))
  return isBegun ? undefined : { ...mixture, advice, now: decisionsOf(world.harep()).get('web1')?.reason }
}

/** What the advice says instead: the same tag on another object, in place of those that are for less. */
function alternativeIn(advice: string): ReturnType<typeof commandsIn> {
  const commands = commandsIn(advice)
  const own = commands.findIndex(([, verb]) => verb === 'add-tags')
  const tag = commands[own]?.at(-1) ?? ''
  const { where, old = '' } =
    /or the same tag on (?<where>.*?)(?: in place of (?<old>.*))?$/u.exec(advice)?.groups ?? {}
  if (where === undefined) return commands
  const target = where === 'group default' ? ['gnt-group', 'default'] : ['gnt-cluster']
  const [tool = '', ...name] = target
  const others = old === '' ? [] : [[tool, 'remove-tags', ...name, ...old.split(' and ')]]
  return [...commands.slice(0, own), [tool, 'add-tags', ...name, tag], ...others]
}

const MIXTURES = ON_INSTANCE.flatMap(own => ONE_OFFS.map(oneOff => `${own} ${oneOff}`.trim()))

describe.each([
  ['the commands', commandsIn],
  ['the other way', alternativeIn],
])('%s in the advice lead to the repair', (_, commandsOf) => {
  test.each(MIXTURES)('with "%s" on the instance', instance => {
    const failed = ON_GROUP.flatMap(group =>
      ON_CLUSTER.flatMap(cluster => inTheWay({ instance, group, cluster }, commandsOf) ?? []),
    )
    expect(failed).toEqual([])
  })
})
