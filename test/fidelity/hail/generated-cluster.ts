import type {
  ClusterDefinition,
  DefinedDiskTemplate,
  GroupDefinition,
  InstanceDefinition,
  NodeDefinition,
} from '../../../sim/ganeti/cluster-definition.ts'
import type { Dice } from './dice.ts'

const CLUSTER_TAGS = [
  'htools:iextags:service',
  'htools:iextags:',
  'htools:nlocation:power',
  'htools:desiredlocation:power',
  'htools:migration:cpu',
  'htools:allowmigration:cpu:old::cpu:new',
] as const

const NODE_TAGS = ['power:a', 'power:b', 'cpu:old', 'cpu:new', 'rack:1'] as const

const INSTANCE_TAGS = ['service:db', 'service:web', 'service:mail', 'power:a', 'other'] as const

const TEMPLATES: readonly DefinedDiskTemplate[] = [
  'drbd',
  'drbd',
  'drbd',
  'drbd',
  'plain',
  'plain',
  'file',
  'diskless',
  'sharedfile',
  'rbd',
  'ext',
  'gluster',
  'blockdev',
]

/** A cluster with one to three groups, two to twelve nodes, and instances of all kinds. */
export function generatedCluster(dice: Dice): ClusterDefinition {
  const groups = Array.from({ length: dice.pick([1, 1, 1, 2, 2, 3]) }, (_, index) =>
    generatedGroup(dice, index),
  )
  const isTroubled = dice.happens(0.6)
  // Nodes alike make scores that are alike.
  const alike = dice.happens(0.3) ? sizes(dice) : undefined
  const usesTags = dice.happens(0.4)
  const nodeCount = dice.between(2, 12)
  const master = dice.between(0, nodeCount - 1)
  const nodes = Array.from({ length: nodeCount }, (_, index) => ({
    name: `node${index + 1}.example.com`,
    group: dice.pick(groups).name,
    ...(alike ?? sizes(dice)),
    ...(isTroubled ? (index === master ? masterTroubles(dice) : troubles(dice)) : {}),
    master: index === master,
    ...(usesTags ? { tags: dice.some(NODE_TAGS, 0.25) } : {}),
  }))
  const templates = dice.happens(0.35) ? dice.some(TEMPLATES, 0.3) : TEMPLATES
  const count = dice.between(1, dice.pick([6, 15, 40]))
  const instances = Array.from({ length: count }, (_, index) =>
    generatedInstance(dice, nodes, templates.length === 0 ? TEMPLATES : templates, usesTags, index),
  )
  return {
    cluster: {
      name: 'cluster.example.com',
      hypervisor: dice.pick(['fake', 'fake', 'kvm', 'xen-pvm']),
      tags: usesTags ? dice.some(CLUSTER_TAGS, 0.6) : [],
    },
    groups,
    nodes,
    instances,
  }
}

function generatedGroup(dice: Dice, index: number): GroupDefinition {
  const allocPolicy = dice.pick([
    'preferred',
    'preferred',
    'preferred',
    'last_resort',
    'unallocable',
  ] as const)
  return { name: `group${index + 1}`, allocPolicy }
}

function sizes(dice: Dice): Partial<NodeDefinition> {
  const memoryMiB = dice.pick([6_144, 8_192, 16_384, 32_768, 65_536])
  return {
    memoryMiB,
    reservedMemoryMiB: dice.pick([256, 512, 1024, 4096]),
    diskMiB: dice.pick([10_240, 51_200, 102_400, 512_000]),
    cpus: dice.pick([2, 4, 8, 16, 32]),
    ...(dice.happens(0.2) ? { unaccountedMemoryMiB: dice.between(-512, 3_000) } : {}),
    ...(dice.happens(0.2) ? { unaccountedDiskMiB: dice.between(0, 9_000) } : {}),
  }
}

function troubles(dice: Dice): Partial<NodeDefinition> {
  if (dice.happens(0.15)) return { offline: true }
  if (dice.happens(0.1)) return { drained: true }
  if (dice.happens(0.06)) return { vmCapable: false }
  return {}
}

/** The master is neither offline nor drained, but even it may carry no instances. */
function masterTroubles(dice: Dice): Partial<NodeDefinition> {
  return dice.happens(0.3) ? { vmCapable: false } : {}
}

function generatedInstance(
  dice: Dice,
  nodes: readonly (NodeDefinition & { readonly group: string })[],
  templates: readonly DefinedDiskTemplate[],
  usesTags: boolean,
  index: number,
): InstanceDefinition {
  const primary = dice.pick(nodes)
  const peers = nodes.filter(({ name, group }) => name !== primary.name && group === primary.group)
  const wanted = dice.pick(templates)
  const diskTemplate = wanted === 'drbd' && peers.length === 0 ? 'plain' : wanted
  const adminState = dice.pick(['up', 'up', 'up', 'up', 'up', 'down', 'offline'] as const)
  return {
    name: `instance${index + 1}.example.com`,
    diskTemplate,
    primary: primary.name,
    ...(diskTemplate === 'drbd' ? { secondary: dice.pick(peers).name } : {}),
    disksMiB:
      diskTemplate === 'diskless'
        ? []
        : Array.from({ length: dice.pick([1, 1, 1, 2, 3]) }, () => diskSize(dice)),
    memoryMiB: dice.pick([128, 256, 512, 1_024, 1_024, 2_048, 4_096, dice.between(100, 9_000)]),
    vcpus: dice.pick([1, 1, 1, 2, 2, 4, 8]),
    spindleUse: dice.pick([1, 1, 1, 0, 2, 3]),
    adminState,
    ...(dice.happens(0.05) ? { running: adminState !== 'up' } : {}),
    ...(dice.happens(0.05) ? { forthcoming: true } : {}),
    ...(dice.happens(0.05) ? { autoBalance: false } : {}),
    ...(usesTags ? { tags: dice.some(INSTANCE_TAGS, 0.25) } : {}),
  }
}

function diskSize(dice: Dice): number {
  return dice.pick([256, 1_024, 1_024, 2_048, 4_096, 10_240, dice.between(100, 30_000)])
}
