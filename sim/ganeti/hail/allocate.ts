import type { AllocPolicy } from '../cluster-definition.ts'
import { isGloballyRedundant } from './global-redundancy.ts'
import { FAIL_MODES, type FailMode, type HailAnswer } from './hail-answer.ts'
import type { HailGroup, HailInput, HailInstance } from './hail-input.ts'
import { primaryFailure, secondaryFailure } from './placement.ts'
import { Balance } from './score.ts'

/** A place for the instance. */
interface Candidate {
  readonly primary: number
  readonly secondary: number
  readonly score: number
}

/** What came out for one group. */
interface GroupOutcome {
  readonly group: HailGroup
  readonly chosen: Candidate | undefined
  readonly failures: ReadonlyMap<FailMode, number>
  readonly error: string | undefined
}

const POLICY_RANK: Readonly<Record<AllocPolicy, number>> = { preferred: 0, last_resort: 1, unallocable: 2 }

/** Balanced to this many parts, two candidates are equally good, and the later one wins. */
const SCORE_TOLERANCE = 1e-9

/**
 * hail's request "allocate", as RECREATE_DISKS makes it (htools-allocation.md section 4; Ganeti HTools/Cluster.hs:475-662):
 * the instance is placed as if it were new, although it is in the input as well and so counts twice. Every group is tried,
 * not only the instance's own one, and the chosen place has to leave the whole cluster redundant.
 */
export function allocate(input: HailInput, instanceUuid: string, noCapacityChecks: boolean): HailAnswer {
  const existing = input.instances.get(instanceUuid)
  if (existing === undefined) return { success: false, info: 'Internal error: unknown instance' }
  // A new instance is taken as running, whatever the old one's admin state.
  const instance: HailInstance = {
    ...existing,
    usedMemoryMiB: existing.memoryMiB,
    primary: -1,
    secondary: -1,
  }
  const balance = new Balance(input.nodes.entries())
  const outcomes = input.groups.map(group => tryGroup(input, group, instance, balance, noCapacityChecks))
  const usable = outcomes.filter(
    ({ chosen, group }) => chosen !== undefined && group.allocPolicy !== 'unallocable',
  )
  usable.sort(
    (a, b) =>
      POLICY_RANK[a.group.allocPolicy] - POLICY_RANK[b.group.allocPolicy] ||
      (a.chosen?.score ?? 0) - (b.chosen?.score ?? 0),
  )
  const chosen = usable[0]?.chosen
  if (chosen === undefined) return { success: false, info: outcomes.map(describe).join(', ') }
  const names = [chosen.primary, chosen.secondary].flatMap(index => input.nodes[index]?.name ?? [])
  return { success: true, nodes: names }
}

function tryGroup(
  input: HailInput,
  group: HailGroup,
  instance: HailInstance,
  balance: Balance,
  noCapacityChecks: boolean,
): GroupOutcome {
  const failures = new Map<FailMode, number>()
  const count = (mode: FailMode): void => {
    failures.set(mode, (failures.get(mode) ?? 0) + 1)
  }
  const usable = group.nodeIndexes.filter(index => input.nodes[index]?.isUnusable === false)
  const needed = instance.storage === 'mirrored' ? 2 : 1
  const none = { group, chosen: undefined, failures }
  if (usable.length === 0) return { ...none, error: 'No online nodes' }
  if (usable.length < needed) return { ...none, error: 'Not enough online nodes' }
  const candidates: Candidate[] = []
  for (const primary of usable) {
    for (const secondary of needed === 1 ? [-1] : usable) {
      if (primary === secondary) continue
      const failure = placeFailure(input, instance, primary, secondary)
      if (failure !== undefined) count(failure)
      else candidates.push({ primary, secondary, score: balance.withInstance(instance, primary, secondary) })
    }
  }
  // Later ones first where the score is the same, as seen in symmetrical clusters.
  candidates.reverse()
  candidates.sort((a, b) => (Math.abs(a.score - b.score) <= SCORE_TOLERANCE ? 0 : a.score - b.score))
  const chosen = candidates.find(({ primary, secondary }) => {
    const isRedundant = noCapacityChecks || isGloballyRedundant(input, { instance, primary, secondary })
    if (!isRedundant) count('FailN1')
    return isRedundant
  })
  return { group, chosen, failures, error: undefined }
}

function placeFailure(
  input: HailInput,
  instance: HailInstance,
  primaryIndex: number,
  secondaryIndex: number,
): FailMode | undefined {
  const primary = input.nodes[primaryIndex]
  if (primary === undefined) return 'FailInternal'
  const failure = primaryFailure(primary, instance, 'strict')
  const secondary = input.nodes[secondaryIndex]
  if (failure !== undefined || secondary === undefined) return failure
  return secondaryFailure(secondary, instance, primaryIndex, 'strict')
}

function describe({ group, chosen, failures, error }: GroupOutcome): string {
  const name = `Group ${group.name} (${group.allocPolicy})`
  if (error !== undefined) return `${name}: error ${error}`
  const counted = FAIL_MODES.filter(mode => failures.has(mode)).map(mode => `${mode}: ${failures.get(mode)}`)
  if (chosen === undefined)
    return `${name}: No valid allocation solutions, failure reasons: ${counted.join(', ')}`
  return `${name}: solution found, but the group may not be used`
}
