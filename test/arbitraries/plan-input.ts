import fc from 'fast-check'
import { ADMIN_STATES, DISK_TEMPLATES, INSTANCE_STATUSES } from '../../src/cluster/instance.ts'
import type { Node } from '../../src/cluster/node.ts'
import { REPAIR_RESULTS, tagged } from '../../src/cluster/repair-tag.ts'
import { REPAIR_TYPES } from '../../src/cluster/repair-type.ts'
import type { PlanInput } from '../../src/planner/healing/plan-input.ts'
import type { QueuedJob } from '../../src/planner/queue.ts'
import { aGroup, anInstance } from '../builders/cluster.ts'
import { aFailure, aJob, anOpcode, aPlanInput, aRoomyNode, NOW } from '../builders/plan.ts'

const NAMES = ['n1', 'n2', 'n3', 'n4', 'n5', 'n6'] as const
const POLICY = [
  ...REPAIR_TYPES.map(type => `ganeti:watcher:autorepair:${type}`),
  'ganeti:watcher:autorepair:suspend',
  'ganeti:watcher:autorepair:suspend:1',
  'ganeti:watcher:autorepair:suspend:soon',
]

const condition = fc.oneof(
  { weight: 12, arbitrary: fc.constant<Partial<Node>>({}) },
  { weight: 9, arbitrary: fc.constant<Partial<Node>>({ offline: true }) },
  { weight: 6, arbitrary: fc.constant<Partial<Node>>({ drained: true }) },
  { weight: 1, arbitrary: fc.constant<Partial<Node>>({ silence: 'no data' }) },
  { weight: 1, arbitrary: fc.constant<Partial<Node>>({ vmCapable: false }) },
)

const nodes = fc
  .tuple(
    ...NAMES.map(name =>
      fc.record({
        name: fc.constant(name),
        but: condition,
        groupUuid: fc.constantFrom('g1', 'g1', 'g1', 'g2'),
        mtimeSeconds: fc.constantFrom(0, 0, 0, 0, NOW - 10),
        memoryFreeMiB: fc.integer({ min: 0, max: 8192 }),
        diskFreeMiB: fc.integer({ min: 0, max: 8192 }),
      }),
    ),
  )
  .map(all =>
    all.map(({ name, but, groupUuid, mtimeSeconds, memoryFreeMiB, diskFreeMiB }) =>
      aRoomyNode(name, { groupUuid, mtimeSeconds, ...but }, { memoryFreeMiB, diskFreeMiB }),
    ),
  )

const jobIds = fc.subarray(['1', '2', '3', '4'], { maxLength: 2 })

const repairTag = fc
  .record({
    type: fc.constantFrom(...REPAIR_TYPES),
    id: fc.constantFrom('A', 'B', 'C'),
    timeSeconds: fc.constantFrom(1n, BigInt(NOW - 7200), BigInt(NOW - 300), BigInt(NOW - 1)),
    result: fc.constantFrom(undefined, ...REPAIR_RESULTS),
    jobs: jobIds,
  })
  .map(record => tagged(record).tag)

const tags = fc.oneof(
  { weight: 6, arbitrary: fc.constant<string[]>([]) },
  {
    weight: 2,
    arbitrary: fc.uniqueArray(fc.oneof(repairTag, fc.constantFrom(...POLICY, 'blue:1', 'blue:2')), {
      maxLength: 4,
    }),
  },
)

const instances = fc
  .array(
    fc.record({
      primary: fc.constantFrom(...NAMES),
      secondary: fc.constantFrom(undefined, ...NAMES, ...NAMES),
      diskTemplate: fc.oneof(
        fc.constantFrom('drbd' as const, 'plain' as const),
        fc.constantFrom(...DISK_TEMPLATES),
      ),
      status: fc.oneof(
        { weight: 3, arbitrary: fc.constant('running' as const) },
        fc.constantFrom(...INSTANCE_STATUSES),
      ),
      adminState: fc.constantFrom(
        ...ADMIN_STATES,
        'up' as const,
        'up' as const,
        'up' as const,
        'down' as const,
      ),
      forthcoming: fc.integer({ min: 0, max: 11 }).map(one => one === 0),
      memoryMiB: fc.integer({ min: 128, max: 2048 }),
      diskUsageMiB: fc.integer({ min: 0, max: 2048 }),
      tags,
    }),
    { minLength: 1, maxLength: 8 },
  )
  .map(all =>
    all.map(({ secondary, ...but }, index) =>
      anInstance({
        ...but,
        name: `i${index}`,
        secondary: secondary === but.primary ? NAMES.find(name => name !== secondary) : secondary,
        minMemoryMiB: Math.floor(but.memoryMiB / 2),
        mtimeSeconds: NOW - 290,
      }),
    ),
  )

const opStatus = fc.constantFrom('success' as const, 'error' as const, 'queued' as const, 'canceled' as const)

/** Jobs of which some are repairs of the ids above, some of other people. */
const job = (id: string): fc.Arbitrary<QueuedJob> =>
  fc
    .record({
      status: fc.constantFrom(
        'error' as const,
        'error' as const,
        'success' as const,
        'canceled' as const,
        'running' as const,
      ),
      opcodes: fc.array(
        fc.record({
          name: fc.constantFrom(
            'SHUTDOWN',
            'RECREATE_DISKS',
            'REINSTALL',
            'STARTUP',
            'FAILOVER',
            'REPLACE_DISKS',
            'TAGS_SET',
          ),
          status: opStatus,
          instance: fc.constantFrom('i0', 'i0', 'i1'),
          nodes: fc.subarray([...NAMES], { maxLength: 2 }),
          code: fc.constantFrom(undefined, 'insufficient_resources'),
        }),
        { minLength: 1, maxLength: 4 },
      ),
      repair: fc.constantFrom(
        undefined,
        ...['A', 'B', 'C'].flatMap(one => REPAIR_TYPES.map(type => ({ type, id: one }))),
      ),
    })
    .map(({ status, opcodes, repair }) =>
      aJob(id, {
        status,
        endedSeconds: status === 'running' ? undefined : NOW - 301,
        repair,
        opcodes: opcodes.map(({ name, status: end, instance, nodes: named, code }) =>
          anOpcode(name, end, {
            instances: [instance],
            nodes: named,
            error: end === 'error' ? { errorClass: 'OpPrereqError', code, text: 'no' } : undefined,
          }),
        ),
      }),
    )

/** An instance i0 that a re-creation of ours has left half way, or that somebody has had to do with since. */
const halfRecreation = fc
  .record({
    succeeded: fc.integer({ min: 0, max: 3 }),
    isDrbd: fc.boolean(),
    wasUp: fc.boolean(),
    made: fc.shuffledSubarray([...NAMES], { minLength: 2, maxLength: 2 }),
    isMoved: fc.boolean(),
    old: fc.shuffledSubarray([...NAMES], { minLength: 2, maxLength: 2 }),
    adminState: fc.constantFrom(
      'down' as const,
      'down' as const,
      'down' as const,
      'up' as const,
      'offline' as const,
    ),
    mtimeSeconds: fc.constantFrom(NOW - 302, NOW - 302, NOW - 302, NOW - 100),
  })
  .map(({ succeeded, isDrbd, wasUp, made, isMoved, old, adminState, mtimeSeconds }) => {
    const nodesOf = (pair: readonly string[]) => (isDrbd ? pair : pair.slice(0, 1))
    const names = ['SHUTDOWN', 'RECREATE_DISKS', 'REINSTALL', 'STARTUP'].slice(wasUp ? 0 : 1, wasUp ? 4 : 3)
    const opcodes = names.map((name, index) =>
      anOpcode(name, index < succeeded ? 'success' : 'error', {
        instances: ['i0'],
        nodes: name === 'RECREATE_DISKS' ? nodesOf(made) : [],
      }),
    )
    const { job: failed, tag } = aFailure('reinstall', opcodes)
    const [primary = '', secondary] = nodesOf(isMoved ? made : old)
    const diskTemplate = isDrbd ? 'drbd' : 'plain'
    const but = { adminState, mtimeSeconds, tags: [tag], memoryMiB: 256, minMemoryMiB: 128 } as const
    const status = adminState === 'up' ? 'ERROR_down' : 'ADMIN_down'
    const instance = anInstance({
      name: 'i0',
      primary,
      secondary,
      diskTemplate,
      status,
      diskUsageMiB: 256,
      ...but,
    })
    return { instance, job: failed }
  })

/** Whatever a run may have to plan on. */
export const planInput: fc.Arbitrary<PlanInput> = fc
  .record({
    nodes,
    instances,
    clusterTags: fc.oneof(
      fc.constantFrom(
        ['ganeti:watcher:autorepair:reinstall'],
        ['ganeti:watcher:autorepair:reinstall', 'htools:iextags:blue'],
      ),
      fc.subarray([...POLICY.slice(0, 4), 'htools:iextags:blue']),
    ),
    queue: fc.tuple(...['1', '2', '3', '4'].map(job)),
    inQueue: fc.subarray(['1', '2', '3', '4']),
    half: fc.option(halfRecreation),
    maxOffline: fc.constantFrom(undefined, 0, 6),
    selected: fc.constantFrom(8, 8, 3),
  })
  .map(({ queue, inQueue, half, maxOffline, selected, instances: all, ...parts }) =>
    aPlanInput({
      ...parts,
      instances: half ? [half.instance, ...all.slice(1)] : all,
      groups: [aGroup('g1'), aGroup('g2')],
      queue: half ? [half.job] : queue.filter(({ id }) => inQueue.includes(id)),
      limits: { maxOffline },
      isSelected: name => Number(name.slice(1)) < selected,
    }),
  )
