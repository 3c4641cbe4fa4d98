import type { ClusterDefinition, GroupDefinition, NodeDefinition } from '../ganeti/cluster-definition.ts'
import type { Draw } from './draw.ts'
import type { Features } from './features.ts'
import { drawInstances } from './instances.ts'
import { EXCLUSION_TAG, foreignTag, lookAlikeTag, permissionTag, suspensionTag } from './tags.ts'

/** Guests that take their time to stop, and so hold locks and slots for it. */
const SLOW_GUESTS = { failoverMs: 20_000, shutdownMs: 60_000 }

/** A cluster that contradicts itself nowhere; its first node is the master. */
export function drawCluster(draw: Draw, features: Features): ClusterDefinition {
  const groups = drawGroups(draw, features)
  const nodes = drawNodes(draw, features, groups)
  const instances = drawInstances(draw, features, nodes)
  const hasTiming = draw.chance(15)
  return {
    cluster: {
      name: 'cluster.example.com',
      tags: [...clusterTags(draw, features), ...(features.hasExclusions ? [EXCLUSION_TAG] : [])],
      ...(draw.chance(10) && { noCapacityChecks: true }),
      ...(features.hasUserShutdowns && { enabledUserShutdown: true }),
      ...(draw.chance(10) && { candidatePoolSize: draw.integer(1, 3) }),
      ...(draw.chance(features.isBusy ? 90 : 5) && { maxRunningJobs: draw.pick([1, 1, 2, 3, 5]) }),
      ...(draw.chance(5) && { maintainNodeHealth: true }),
      ...(draw.chance(3) && { defaultIallocator: '' }),
    },
    ...((hasTiming || features.isBusy) && {
      timing: {
        spreadPercent: draw.pick([0, 50]),
        jobStartMs: draw.pick([0, 180, 3_000]),
        ...(features.isBusy && draw.chance(50) && SLOW_GUESTS),
      },
    }),
    groups,
    nodes,
    instances,
    ...(features.hasRecords && { finishedJobs: drawJobs(draw, instances) }),
  }
}

/** Jobs from before the beginning: what a tag with a low id names. */
function drawJobs(draw: Draw, instances: ClusterDefinition['instances']) {
  const jobs = ['OP_INSTANCE_FAILOVER', 'OP_INSTANCE_REPLACE_DISKS', 'OP_CLUSTER_VERIFY_DISKS']
  return Array.from({ length: draw.integer(0, 3) }, () => {
    const id = draw.pick(jobs)
    const isOfInstance = id.startsWith('OP_INSTANCE') && instances.length > 0
    const opcodes = [{ OP_ID: id, ...(isOfInstance && { instance_name: draw.pick(instances).name }) }]
    const status = draw.pick(['success', 'success', 'error', 'canceled'] as const)
    return {
      opcodes,
      ...(status !== 'success' && { statuses: [status] }),
      // As if a run of before had cancelled it.
      ...(status === 'canceled' && draw.chance(50) && { priorities: [19] }),
    }
  })
}

function drawGroups(draw: Draw, features: Features): readonly GroupDefinition[] {
  return Array.from({ length: features.hasTwoGroups ? 2 : 1 }, (_, index) => {
    const tags = features.hasConflicts && draw.chance(60) ? levelTags(draw, features) : []
    return {
      name: `group${index + 1}`,
      ...(tags.length > 0 && { tags }),
      ...(draw.chance(10) && {
        allocPolicy: draw.pick(['preferred', 'last_resort', 'unallocable'] as const),
      }),
    }
  })
}

function drawNodes(
  draw: Draw,
  features: Features,
  groups: readonly GroupDefinition[],
): readonly NodeDefinition[] {
  const count =
    features.isBig || (features.isBusy && draw.chance(50))
      ? draw.integer(8, 16)
      : draw.integer(2, 6) + (groups.length - 1) * 2
  const memoryMiB = draw.pick([4_096, 8_192, 16_384])
  return Array.from({ length: count }, (_, index) => {
    const odd = index > 0 && features.hasOddNodes && draw.chance(30) ? oddNode(draw) : {}
    const group = groups[index % groups.length]?.name
    return {
      name: `node${index + 1}`,
      ...(groups.length > 1 && group !== undefined && { group }),
      memoryMiB: draw.chance(20) ? draw.pick([2_048, 4_096, 32_768]) : memoryMiB,
      ...(draw.chance(10) && { diskMiB: draw.pick([4_096, 20_480]) }),
      ...(features.hasRubbish && draw.chance(30) && { tags: [draw.one(foreignTag)] }),
      ...odd,
    }
  })
}

function oddNode(draw: Draw): Partial<NodeDefinition> {
  return draw.pick<Partial<NodeDefinition>>([
    { offline: true },
    { offline: true, poweredOn: true },
    { drained: true },
    { poweredOn: false },
    { vmCapable: false },
  ])
}

/** Mostly one that allows something: where nothing is allowed, little happens. */
function clusterTags(draw: Draw, features: Features): readonly string[] {
  if (features.hasConflicts) return levelTags(draw, features)
  const rubbish = features.hasRubbish ? [draw.one(lookAlikeTag)] : []
  return draw.chance(95) ? [...new Set([draw.one(permissionTag), ...rubbish])] : rubbish
}

/** What stands on one object where several levels speak. */
function levelTags(draw: Draw, features: Features): readonly string[] {
  const tags = [draw.one(permissionTag)]
  if (draw.chance(30)) tags.push(draw.one(permissionTag))
  if (draw.chance(20)) tags.push(draw.one(suspensionTag))
  if (features.hasRubbish) tags.push(draw.one(draw.chance(50) ? lookAlikeTag : foreignTag))
  return [...new Set(draw.some(tags, draw.integer(0, tags.length)))]
}
