import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  ADMIN_STATES,
  DISK_TEMPLATES,
  INSTANCE_STATUSES,
  type Instance,
} from '../../../src/cluster/instance.ts'
import type { Node } from '../../../src/cluster/node.ts'
import type { Opcode } from '../../../src/cluster/opcode.ts'
import { REPAIR_RESULTS, tagged } from '../../../src/cluster/repair-tag.ts'
import { covers, REPAIR_TYPES } from '../../../src/cluster/repair-type.ts'
import type { HealingDecision } from '../../../src/planner/healing/decision.ts'
import { plan } from '../../../src/planner/healing/plan.ts'
import type { PlanInput } from '../../../src/planner/healing/plan-input.ts'
import { INSTANCE_STATES } from '../../../src/planner/instance-state.ts'
import type { QueuedJob } from '../../../src/planner/queue.ts'
import { effectivePermission } from '../../../src/policy/effective-permission.ts'
import { aGroup, anInstance } from '../../builders/cluster.ts'
import { aFailure, aJob, anOpcode, aPlanInput, aRoomyNode, NOW } from '../../builders/plan.ts'

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

const input: fc.Arbitrary<PlanInput> = fc
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

/** Every decision of a plan with its instance. */
function planned(one: PlanInput): readonly (readonly [Instance, HealingDecision])[] {
  return plan(one).map(decision => {
    const instance = one.snapshot.instances.find(({ name }) => name === decision.instance)
    if (!instance) throw new Error(`a decision on ${decision.instance}, which nobody has`)
    return [instance, decision]
  })
}

function opcodesOf({ action }: HealingDecision): readonly Opcode[] {
  return action.kind === 'repair' ? action.opcodes : []
}

/** The nodes that an opcode names, all together. */
function namedBy(opcode: Opcode): readonly string[] {
  const { nodes: list, remote_node: remote, target_node: target } = opcode
  return [list, remote, target].flat().flatMap(one => (typeof one === 'string' ? [one] : []))
}

/** Whether an object is frozen with all that is in it. */
function isFrozen(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true
  return Object.isFrozen(value) && Object.values(value).every(isFrozen)
}

const holds = (check: (one: PlanInput) => void) => () => {
  fc.assert(fc.property(input, check), { numRuns: 500 })
}

describe('whatever the cluster looks like', () => {
  test(
    'every selected instance has exactly one decision, in one of the six states, in order',
    holds(one => {
      const decisions = plan(one)
      const selected = one.snapshot.instances.map(({ name }) => name).filter(one.isSelected)
      expect(decisions.map(({ instance }) => instance)).toStrictEqual(selected)
      for (const { state } of decisions) expect(INSTANCE_STATES).toContain(state)
    }),
  )

  test(
    'the same input gives the same plan, and all of it is frozen',
    holds(one => {
      const decisions = plan(one)
      expect(plan(one)).toStrictEqual(decisions)
      expect(Object.isFrozen(decisions)).toBe(true)
      for (const decision of decisions) {
        expect(isFrozen(decision.reason) && isFrozen(decision.action) && Object.isFrozen(decision)).toBe(true)
      }
    }),
  )

  test(
    'nothing is done above the permission, and nothing at all on what is suspended, offline by its admin or forthcoming',
    holds(one => {
      const permissionOf = effectivePermission(one.snapshot, {
        nowSeconds: one.nowSeconds,
        unreadableSuspends: true,
      })
      for (const [instance, { action }] of planned(one)) {
        if (action.kind !== 'repair') continue
        const permission = permissionOf(instance)
        const byOneOff = action.oneOffId !== undefined
        expect(permission.kind).not.toBe('suspended')
        if (!byOneOff)
          expect(permission.kind === 'enabled' && covers(permission.upTo, action.type)).toBe(true)
        expect(instance.adminState).not.toBe('offline')
        expect(instance.forthcoming).toBe(false)
      }
    }),
  )

  test(
    'disks are made anew only where no node that is not offline has a copy, or a job of ours left them unfinished',
    holds(one => {
      for (const [instance, decision] of planned(one)) {
        if (!opcodesOf(decision).some(({ OP_ID }) => OP_ID === 'OP_INSTANCE_RECREATE_DISKS')) continue
        // Then what there is was made by that job, or there is nothing any more.
        if (decision.reason.code === 'recreation-unfinished') {
          const made = one.queue.flatMap(({ opcodes }) => opcodes.flatMap(({ nodes: named }) => named))
          const present = [
            instance.primary,
            ...(instance.diskTemplate === 'drbd' ? [instance.secondary ?? ''] : []),
          ]
          const isOurs = present.every(name => made.includes(name))
          const isGone = present.every(name => one.snapshot.nodes.get(name)?.offline)
          expect(isOurs || isGone).toBe(true)
          continue
        }
        expect(decision.reason.code).toBe('all-copies-offline')
        const copies =
          instance.diskTemplate === 'drbd' ? [instance.primary, instance.secondary] : [instance.primary]
        for (const name of copies) expect(one.snapshot.nodes.get(name ?? '')?.offline).toBe(true)
      }
    }),
  )

  test(
    'a system is installed only in a job that makes the disks, or where the last job of ours left them blank',
    holds(one => {
      for (const [, decision] of planned(one)) {
        const ids = opcodesOf(decision).map(({ OP_ID }) => OP_ID)
        if (!ids.includes('OP_INSTANCE_REINSTALL') || ids.includes('OP_INSTANCE_RECREATE_DISKS')) continue
        expect(decision.reason).toMatchObject({ code: 'recreation-unfinished', stage: 'system' })
      }
    }),
  )

  test(
    'nodes that are chosen are of the group, online, not drained, able to hold instances, and answer',
    holds(one => {
      for (const [instance, decision] of planned(one)) {
        for (const name of opcodesOf(decision).flatMap(namedBy)) {
          const node = one.snapshot.nodes.get(name)
          expect(node).toMatchObject({
            groupUuid: one.snapshot.nodes.get(instance.primary)?.groupUuid,
            offline: false,
            drained: false,
            vmCapable: true,
            silence: undefined,
          })
          expect(node?.resources).toBeDefined()
        }
      }
    }),
  )

  test(
    'hail is asked only while every node answers or is marked offline',
    holds(one => {
      if ([...one.snapshot.nodes.values()].every(({ silence }) => silence === undefined)) return
      expect(JSON.stringify(plan(one).flatMap(opcodesOf))).not.toContain('hail')
    }),
  )

  test(
    'what is placed does not take more disk than there is, nor more memory',
    holds(one => {
      const disk = new Map<string, number>()
      const memory = new Map<string, number>()
      const add = (to: Map<string, number>, name: string, sizeMiB: number) =>
        to.set(name, (to.get(name) ?? 0) + sizeMiB)
      for (const [instance, decision] of planned(one)) {
        for (const opcode of opcodesOf(decision)) {
          const [first, second] = namedBy(opcode)
          if (first === undefined) continue
          const isMirror = opcode.OP_ID === 'OP_INSTANCE_REPLACE_DISKS'
          const isShared = opcode.OP_ID === 'OP_INSTANCE_FAILOVER' || opcode.OP_ID === 'OP_INSTANCE_MIGRATE'
          if (!isShared)
            for (const name of second === undefined ? [first] : [first, second])
              add(disk, name, instance.diskUsageMiB)
          const isStarted = instance.adminState === 'up' || opcode.OP_ID === 'OP_INSTANCE_MIGRATE'
          if (!isMirror && isStarted) add(memory, first, instance.memoryMiB)
        }
      }
      for (const [name, usedMiB] of disk)
        if (usedMiB > 0) expect(one.snapshot.nodes.get(name)?.resources?.diskFreeMiB).toBeGreaterThan(usedMiB)
      for (const [name, usedMiB] of memory)
        expect(one.snapshot.nodes.get(name)?.resources?.memoryFreeMiB).toBeGreaterThan(usedMiB)
    }),
  )

  test(
    'failovers and migrations to the secondary do not take more memory than there is',
    holds(one => {
      const needed = new Map<string, number>()
      for (const [instance, decision] of planned(one)) {
        const moves = opcodesOf(decision).some(({ OP_ID }) => /_(FAILOVER|MIGRATE)$/.test(OP_ID))
        if (!moves || instance.diskTemplate !== 'drbd' || instance.secondary === undefined) continue
        const starts = instance.adminState === 'up' || instance.status === 'ERROR_up'
        if (starts)
          needed.set(instance.secondary, (needed.get(instance.secondary) ?? 0) + instance.minMemoryMiB)
      }
      for (const [name, sumMiB] of needed) {
        const freeMiB = one.snapshot.nodes.get(name)?.resources?.memoryFreeMiB
        if (freeMiB !== undefined) expect(freeMiB).toBeGreaterThanOrEqual(sumMiB)
      }
    }),
  )

  test(
    'no two primary instances with the same exclusion tag come to one node',
    holds(one => {
      if (!one.snapshot.clusterTags.includes('htools:iextags:blue')) return
      const taken = new Set<string>()
      for (const { primary, tags: own } of one.snapshot.instances)
        for (const tag of own) if (tag.startsWith('blue')) taken.add(`${primary} ${tag}`)
      for (const [instance, decision] of planned(one)) {
        for (const opcode of opcodesOf(decision)) {
          const [first] = namedBy(opcode)
          if (first === undefined || opcode.OP_ID === 'OP_INSTANCE_REPLACE_DISKS') continue
          for (const tag of instance.tags.filter(text => text.startsWith('blue'))) {
            expect(taken).not.toContain(`${first} ${tag}`)
            taken.add(`${first} ${tag}`)
          }
        }
      }
    }),
  )
})
