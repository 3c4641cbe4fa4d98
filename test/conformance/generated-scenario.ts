import fc from 'fast-check'
import type {
  ClusterDefinition,
  DefinedDiskTemplate,
  InstanceDefinition,
  NodeDefinition,
} from '../../sim/ganeti/cluster-definition.ts'
import { NO_TIME } from '../../sim/ganeti/timing.ts'
import { clusterTags, policyTags } from './policy-tags.ts'
import { jobsResolved, rareRepairTags, repairTags } from './repair-tags.ts'
import { BUSY_INSTANCE, type Incident, type Scenario, type SeededJobs } from './scenario.ts'
import { FOREVER_MS } from './world.ts'

/*
 * Clusters with their stories. Choices among what the same scenario generates (a node for an instance, an instance for an
 * incident) are numbers that are taken modulo what there is, so that everything can be generated side by side and shrinks
 * on its own.
 */

/**
 * The original sleeps half a second for every tag that it sets or removes. So that a scenario takes seconds, no more
 * instances than this one need any; the others are made such that there is nothing to repair.
 */
const BUSY_INSTANCES_MAX = 4

const index = fc.nat({ max: 999 })
const often = <T>(usual: T, weight: number, other: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ weight, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: other })

const flags: fc.Arbitrary<Pick<NodeDefinition, 'offline' | 'drained' | 'vmCapable' | 'poweredOn'>> = fc.oneof(
  { weight: 8, arbitrary: fc.constant({}) },
  { weight: 6, arbitrary: fc.constant({ offline: true }) },
  { weight: 2, arbitrary: fc.constant({ drained: true }) },
  { weight: 2, arbitrary: fc.constant({ vmCapable: false }) },
  { weight: 1, arbitrary: fc.constant({ offline: true, vmCapable: false }) },
  { weight: 1, arbitrary: fc.constant({ drained: true, vmCapable: false }) },
  { weight: 1, arbitrary: fc.constant({ offline: true, poweredOn: true }) },
  // Ganeti itself never lets a node be both.
  { weight: 1, arbitrary: fc.constant({ offline: true, drained: true }) },
)

const rawNode = fc.record({
  flags,
  group: index,
  reservedMemoryMiB: often(1_024, 2, fc.constantFrom(0, 4_608, 4_609, 8_192)),
  diskMiB: often(102_400, 6, fc.constant(4_096)),
  tags: often<readonly string[]>([], 6, policyTags),
})

const template: fc.Arbitrary<DefinedDiskTemplate> = fc.oneof(
  { weight: 9, arbitrary: fc.constant('drbd' as const) },
  { weight: 5, arbitrary: fc.constant('plain' as const) },
  {
    weight: 4,
    arbitrary: fc.constantFrom<DefinedDiskTemplate[]>(
      'diskless',
      'file',
      'sharedfile',
      'rbd',
      'ext',
      'gluster',
      'blockdev',
    ),
  },
)

const rawInstance = fc.record({
  template,
  primary: index,
  secondary: index,
  memoryMiB: fc.constantFrom(128, 512, 600, 2_048),
  disksMiB: often<readonly number[]>([512], 2, fc.constantFrom([], [1_024, 2_000], [6_000])),
  adminState: fc.oneof(
    { weight: 4, arbitrary: fc.constant('up' as const) },
    { weight: 3, arbitrary: fc.constant('down' as const) },
    { weight: 1, arbitrary: fc.constant('offline' as const) },
  ),
  forthcoming: often(false, 8, fc.constant(true)),
  policy: often<readonly string[]>([], 3, policyTags),
  repairs: often<readonly string[]>([], 3, repairTags),
})

/** An instance that shows something rare. */
const rareInstance = fc
  .tuple(rawInstance, rareRepairTags)
  .map(([instance, repairs]) => ({ ...instance, template: 'drbd' as const, repairs }))

const rawIncident = fc.record({
  kind: fc.oneof(
    {
      weight: 6,
      arbitrary: fc.constantFrom<Incident['kind'][]>('offline', 'online', 'drain', 'crash', 'permit'),
    },
    { weight: 2, arbitrary: fc.constantFrom<Incident['kind'][]>('remove a repair tag', 'archive all jobs') },
    {
      weight: 1,
      arbitrary: fc.constantFrom<Incident['kind'][]>(
        'die unmarked',
        'lose a pending job',
        'toggle the drain flag',
      ),
    },
  ),
  which: index,
  tags: clusterTags,
})

const options = fc
  .record({
    dryRun: often(false, 5, fc.constant(true)),
    // Only numbers that Haskell and JavaScript write alike: the others are in docs/classic-differences.md.
    delay: often<string | undefined>(
      undefined,
      1,
      fc.constantFrom('0', '1', '2.5', '0.5', '300', '-1', '1e3', '0x10', '(3)', 'NaN'),
    ),
    reason: often<string | undefined>(
      undefined,
      2,
      fc.constantFrom(
        '',
        'disk died',
        'said "no" \\ and/or',
        'two\nlines\tand a tab',
        'rate-limit:1:x',
        '\x7f',
      ),
    ),
  })
  .map(({ dryRun, delay, reason }) => [
    ...(dryRun ? ['--dry-run'] : []),
    ...(delay === undefined ? [] : [`--job-delay=${delay}`]),
    ...(reason === undefined ? [] : [`--reason=${reason}`]),
  ])

const raw = fc.record({
  hypervisor: fc.constantFrom('kvm', 'kvm', 'fake', 'xen-pvm', 'lxc'),
  clusterTags,
  groupTags: fc.array(often<readonly string[]>([], 3, policyTags), { minLength: 1, maxLength: 3 }),
  master: rawNode,
  otherNodes: fc.array(rawNode, { minLength: 1, maxLength: 7 }),
  rareInstances: fc.array(rareInstance, { maxLength: 1 }),
  otherInstances: fc.array(rawInstance, { maxLength: 11, size: 'max' }),
  isEmpty: often(false, 9, fc.constant(true)),
  seededJobs: fc.constantFrom<SeededJobs[]>('none', 'successful', 'ended', 'ended', 'all', 'all'),
  options,
  incidents: fc.array(fc.array(rawIncident, { maxLength: 2 }), { minLength: 1, maxLength: 3, size: 'max' }),
})

type Raw = typeof raw extends fc.Arbitrary<infer T> ? T : never

/** Any cluster, options, and up to three runs. */
export const generatedScenario: fc.Arbitrary<Scenario> = raw.map(toScenario)

function toScenario(from: Raw): Scenario {
  const rawInstances = from.isEmpty ? [] : [...from.rareInstances, ...from.otherInstances]
  const groups = from.groupTags.map((tags, number) => ({ name: `group${number + 1}`, tags }))
  const nodes = [from.master, ...from.otherNodes].map((node, number) => toNode(node, number, groups))
  // Bad luck never strikes the master: it could not be the master then.
  const mortal = nodes.slice(1)
  const incidents = from.incidents.map(list =>
    list.flatMap(incident => toIncident(incident, mortal, rawInstances.length)),
  )
  const doomed = new Set([
    ...nodes.filter(isBad).map(({ name }) => name),
    ...incidents.flat().flatMap(incident => ('node' in incident ? [incident.node] : [])),
  ])
  let busy = 0
  const instances = rawInstances.map((instance, number): InstanceDefinition => {
    const made = toInstance(instance, number, nodes, from.seededJobs)
    if (isQuiet(made, doomed)) return made
    busy += 1
    return busy > BUSY_INSTANCES_MAX ? calmed(made) : made
  })
  const definition: ClusterDefinition = {
    cluster: { name: 'cluster.example.com', hypervisor: from.hypervisor, tags: from.clusterTags },
    timing: { ...NO_TIME, shutdownMs: FOREVER_MS },
    groups,
    nodes,
    instances: from.seededJobs === 'all' ? [...instances, busyInstance(nodes)] : instances,
  }
  return { definition, seededJobs: from.seededJobs, options: from.options, incidents }
}

function toNode(
  { flags, group, ...rest }: Raw['master'],
  number: number,
  groups: readonly { readonly name: string }[],
): NodeDefinition {
  // The master can be neither offline nor drained.
  const { offline: _offline, drained: _drained, poweredOn: _poweredOn, ...ofMaster } = flags
  return {
    name: `node${number + 1}.example.com`,
    group: pick(groups, group)?.name ?? '',
    ...(number === 0 ? { ...ofMaster, master: true } : flags),
    ...rest,
  }
}

function toInstance(
  from: Raw['otherInstances'][number],
  number: number,
  nodes: readonly NodeDefinition[],
  seeded: SeededJobs,
): InstanceDefinition {
  const { template, primary, secondary, policy, repairs, disksMiB, ...rest } = from
  const pnode = pick(nodes, primary)?.name ?? ''
  const others = nodes.filter(({ name }) => name !== pnode)
  const snode = pick(others, secondary)?.name ?? ''
  const tags = [...policy, ...repairs.map(tag => jobsResolved(tag, seeded))].filter(isStorable)
  return {
    name: `i${number + 1}.example.com`,
    diskTemplate: template,
    primary: pnode,
    ...(template === 'drbd' ? { secondary: snode } : {}),
    disksMiB: template === 'diskless' ? [] : disksMiB,
    tags: [...new Set(tags)],
    ...rest,
  }
}

/** Ganeti stores no longer ones. */
function isStorable(tag: string): boolean {
  return tag.length <= 128
}

function toIncident(
  { kind, which, tags }: Raw['incidents'][number][number],
  mortal: readonly NodeDefinition[],
  instances: number,
): Incident[] {
  switch (kind) {
    case 'offline':
    case 'drain':
    case 'die unmarked':
    case 'online': {
      // What comes back is preferably something that was gone.
      const gone = kind === 'online' ? mortal.filter(isBad) : []
      const node = pick(gone.length > 0 ? gone : mortal, which)
      return node === undefined ? [] : [{ kind, node: node.name }]
    }
    case 'crash':
      return instances === 0 ? [] : [{ kind, instance: `i${(which % instances) + 1}.example.com` }]
    case 'permit':
      return [{ kind, tags }]
    case 'remove a repair tag':
    case 'lose a pending job':
    case 'archive all jobs':
    case 'toggle the drain flag':
      return [{ kind }]
  }
}

function isBad({ offline, drained, vmCapable }: NodeDefinition): boolean {
  return offline === true || drained === true || vmCapable === false
}

/** Whether it costs no half seconds: nothing is pending, and its nodes stay well or do not matter to harep. */
function isQuiet(
  { diskTemplate, primary, secondary, tags }: InstanceDefinition,
  doomed: ReadonlySet<string>,
): boolean {
  const isPending = tags?.some(tag => tag.includes(':pending:')) === true
  const dependsOnNodes = diskTemplate === 'drbd' || diskTemplate === 'plain'
  const isInDanger = doomed.has(primary) || (secondary !== undefined && doomed.has(secondary))
  return !isPending && !(dependsOnNodes && isInDanger)
}

/** On storage for which harep knows no repair, without tags. */
function calmed({ secondary: _secondary, ...instance }: InstanceDefinition): InstanceDefinition {
  return { ...instance, diskTemplate: 'rbd', tags: [] }
}

function busyInstance(nodes: readonly NodeDefinition[]): InstanceDefinition {
  return { name: BUSY_INSTANCE, diskTemplate: 'diskless', primary: nodes[0]?.name ?? '' }
}

function pick<T>(from: readonly T[], which: number): T | undefined {
  return from[which % from.length]
}
