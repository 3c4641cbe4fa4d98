import type { DefinedDiskTemplate, InstanceDefinition, NodeDefinition } from '../ganeti/cluster-definition.ts'
import type { Draw } from './draw.ts'
import type { Features } from './features.ts'
import {
  foreignTag,
  lookAlikeTag,
  oneOffTag,
  permissionTag,
  recordTag,
  SERVICE_TAGS,
  suspensionTag,
} from './tags.ts'

const SHARED: readonly DefinedDiskTemplate[] = ['sharedfile', 'rbd', 'ext', 'gluster', 'blockdev']

/** Instances on these nodes. */
export function drawInstances(
  draw: Draw,
  features: Features,
  nodes: readonly NodeDefinition[],
): readonly InstanceDefinition[] {
  const isMany = features.isBig || (features.isBusy && draw.chance(80))
  const count = isMany ? draw.integer(8, 30) : draw.integer(1, draw.pick([2, 4, 8]))
  // Some clusters have one template only, as most real ones do.
  const only = draw.chance(40) ? template(draw) : undefined
  const able = nodes.filter(({ vmCapable }) => vmCapable !== false)
  const homes = isMany && draw.chance(50) ? crowded(draw, able) : able
  return Array.from({ length: count }, (_, index) =>
    drawInstance(draw, features, `vm${index + 1}`, only ?? template(draw), homes),
  )
}

/** Few nodes of one group: where one of them dies there is more to be done than harep begins at once. */
function crowded(draw: Draw, nodes: readonly NodeDefinition[]): readonly NodeDefinition[] {
  const { group } = draw.pick(nodes)
  return draw.some(
    nodes.filter(node => node.group === group),
    3,
  )
}

function template(draw: Draw): DefinedDiskTemplate {
  const which = draw.integer(0, 99)
  if (which < 55) return 'drbd'
  if (which < 75) return 'plain'
  if (which < 80) return 'file'
  return which < 88 ? 'diskless' : draw.pick(SHARED)
}

function drawInstance(
  draw: Draw,
  features: Features,
  name: string,
  wanted: DefinedDiskTemplate,
  homes: readonly NodeDefinition[],
): InstanceDefinition {
  const primary = draw.pick(homes)
  const others = homes.filter(node => node !== primary && node.group === primary.group)
  const diskTemplate = wanted === 'drbd' && others.length === 0 ? 'plain' : wanted
  const tags = instanceTags(draw, features)
  return {
    name,
    diskTemplate,
    primary: primary.name,
    ...(diskTemplate === 'drbd' && { secondary: draw.pick(others).name }),
    ...(diskTemplate !== 'diskless' && { disksMiB: disks(draw, features) }),
    memoryMiB: memory(draw, features),
    ...(features.hasOddInstances && draw.chance(40) && odd(draw)),
    ...(features.hasUserShutdowns && draw.chance(40) && { adminState: 'down', adminStateSource: 'user' }),
    ...(tags.length > 0 && { tags }),
  }
}

function memory(draw: Draw, features: Features): number {
  return features.isNearlyFull ? draw.pick([1_024, 2_048, 3_072]) : draw.pick([128, 512, 1_024])
}

/** One now and then that takes longer to copy than harep stops anybody for. */
function disks(draw: Draw, features: Features): readonly number[] {
  const sizes = features.isNearlyFull ? [10_240, 40_960] : [128, 1_024, 4_096]
  const sizeMiB = draw.chance(4) ? 32_768 : draw.pick(sizes)
  return draw.chance(10) ? [sizeMiB, 512] : [sizeMiB]
}

function odd(draw: Draw): Partial<InstanceDefinition> {
  return draw.pick<Partial<InstanceDefinition>>([
    { adminState: 'down' },
    { adminState: 'down', running: true },
    { adminState: 'offline' },
    { forthcoming: true, running: false },
    { running: false },
    { autoBalance: false },
    { adminState: 'down', adminStateSource: 'user' },
  ])
}

function instanceTags(draw: Draw, features: Features): readonly string[] {
  const tags: string[] = []
  if (features.hasConflicts) {
    if (draw.chance(30)) tags.push(draw.one(permissionTag))
    if (draw.chance(10)) tags.push(draw.one(permissionTag))
    if (draw.chance(15)) tags.push(draw.one(suspensionTag))
  }
  if (features.hasRecords && draw.chance(40)) tags.push(draw.one(draw.chance(30) ? oneOffTag : recordTag))
  if (features.hasRecords && draw.chance(20)) tags.push(draw.one(recordTag))
  if (features.hasRubbish && draw.chance(30)) tags.push(draw.one(draw.chance(50) ? lookAlikeTag : foreignTag))
  if (features.hasExclusions && draw.chance(70)) tags.push(draw.pick(SERVICE_TAGS))
  return [...new Set(tags)]
}
