import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Instance } from '../../../src/cluster/instance.ts'
import type { Opcode } from '../../../src/cluster/opcode.ts'
import { covers } from '../../../src/cluster/repair-type.ts'
import type { HealingDecision } from '../../../src/planner/healing/decision.ts'
import { plan } from '../../../src/planner/healing/plan.ts'
import type { PlanInput } from '../../../src/planner/healing/plan-input.ts'
import { INSTANCE_STATES } from '../../../src/planner/instance-state.ts'
import { effectivePermission } from '../../../src/policy/effective-permission.ts'
import { planInput as input } from '../../arbitraries/plan-input.ts'

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
        const ids = opcodesOf(decision).map(({ OP_ID }) => OP_ID)
        const migrates = ids.includes('OP_INSTANCE_MIGRATE')
        const moves = migrates || ids.includes('OP_INSTANCE_FAILOVER')
        if (!moves || instance.diskTemplate !== 'drbd' || instance.secondary === undefined) continue
        // What migrates runs; a failover starts what is marked up, and nothing else (opcodes.md section 3).
        if (migrates || instance.adminState === 'up')
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
