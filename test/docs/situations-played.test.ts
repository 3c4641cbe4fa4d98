import { expect, test } from 'vitest'
import type {
  ClusterDefinition,
  DefinedDiskTemplate,
  InstanceDefinition,
} from '../../sim/ganeti/cluster-definition.ts'
import { DISK_TEMPLATES } from '../../src/cluster/instance.ts'
import { World } from '../run/world.ts'
import {
  answerTo,
  type InstanceWord,
  instanceWords,
  type NodeWord,
  type Situation,
  TOO_LARGE,
} from './situations.ts'

/*
 * The tables of situations are what the planner decides. Here all of them are played, on one simulated cluster, by whole runs
 * of harep: each instance gets the repairs that stand in its row, one after another, and ends as is said there.
 */

/** A silent node has nothing done to its instances, and changes how nodes are chosen for all others: not here. */
const NODE_WORDS: readonly NodeWord[] = ['well', 'drained', 'offline']

const TEMPLATES = DISK_TEMPLATES.filter((one): one is DefinedDiskTemplate => one !== 'mixed')

const PLAYED = TEMPLATES.flatMap(template =>
  NODE_WORDS.flatMap(primary =>
    (template === 'drbd' ? NODE_WORDS : [undefined]).flatMap(secondary =>
      instanceWords(primary).map(instance => ({ template, primary, secondary, instance })),
    ),
  ),
)
  .filter(situation => !isUnplayable(situation))
  .map((situation, index) => ({ name: `i${100 + index}`, situation }))

/** A guest that is defined as running and marked down has no mirror in step here, which a real one has had since its start. */
function isUnplayable({ template, primary, secondary, instance }: Situation): boolean {
  return template === 'drbd' && primary === 'drained' && secondary === 'well' && instance === 'ERROR_up'
}

const RUNNING: ReadonlySet<string> = new Set(['running', 'ERROR_up'])

const LARGE_MIB = 60_500

function partsOf(word: InstanceWord): Partial<InstanceDefinition> {
  switch (word) {
    case 'ERROR_up':
      return { adminState: 'down', running: true }
    case 'ADMIN_down':
    case 'marked down':
      return { adminState: 'down' }
    case 'ERROR_down':
      return { adminState: 'up', running: false }
    case 'USER_down':
      return { adminState: 'down', adminStateSource: 'user' }
    case TOO_LARGE:
      return { disksMiB: [LARGE_MIB] }
    default:
      return {}
  }
}

const CLUSTER: ClusterDefinition = {
  cluster: {
    name: 'cluster.example.com',
    hypervisor: 'fake',
    tags: ['ganeti:watcher:autorepair:reinstall'],
    enabledUserShutdown: true,
  },
  // Copies are quick here, so that all is over after some runs.
  timing: { resyncMiBPerSecond: 100_000, copyMiBPerSecond: 100_000 },
  groups: [{ name: 'default' }],
  nodes: [
    ...['master1', 'well1', 'well2', 'well3', 'well4'].map(name => ({ name })),
    ...['drained1', 'drained2'].map(name => ({ name, drained: true })),
    ...['offline1', 'offline2'].map(name => ({ name, offline: true })),
  ].map(node => ({ ...node, memoryMiB: 262_144, diskMiB: 4_194_304, cpus: 256 })),
  instances: PLAYED.map(({ name, situation: { template, primary, secondary, instance } }) => ({
    name,
    diskTemplate: template,
    primary: `${primary}1`,
    ...(secondary !== undefined && { secondary: `${secondary}2` }),
    memoryMiB: 128,
    ...partsOf(instance),
    ...(template === 'diskless' && { disksMiB: [] }),
  })),
}

test('every row of the tables, played by runs of harep, comes out as it stands there', () => {
  const world = new World(CLUSTER)
  const repairs = new Map<string, string[]>(PLAYED.map(({ name }) => [name, []]))
  for (const { events } of world.cron(10)) {
    for (const event of events) if (event.kind === 'begun') repairs.get(event.instance)?.push(event.type)
  }
  const played = PLAYED.map(({ name, situation }) => {
    const { status, dataLost } = world.instance(name)
    return { situation, repairs: repairs.get(name), isRunning: RUNNING.has(status), isLost: dataLost }
  })
  const said = PLAYED.map(({ situation }) => {
    const { decision, then, end } = answerTo(situation)
    const steps = [decision, ...then].flatMap(({ action }) => (action.kind === 'repair' ? [action] : []))
    const types = steps.map(({ type }) => type)
    return {
      situation,
      repairs: types,
      isRunning: RUNNING.has(end.status),
      isLost: steps.some(({ isDestructive }) => isDestructive),
    }
  })
  expect(played).toEqual(said)
})
