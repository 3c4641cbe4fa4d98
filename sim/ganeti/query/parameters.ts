import type { JsonObject } from '../../../src/cluster/json.ts'
import type { ClusterState } from '../state/cluster-state.ts'
import { IPOLICY } from '../state/default-parameters.ts'
import type { InstanceState } from '../state/objects.ts'

/** The instance policy in force: the defaults, but for the disk templates. */
export function instancePolicy(state: ClusterState): JsonObject {
  return { ...IPOLICY, 'disk-templates': state.cluster.policyDiskTemplates }
}

/** An instance's backend parameters. */
export function backendParameters(instance: InstanceState): JsonObject {
  return {
    minmem: instance.minMemoryMiB,
    maxmem: instance.memoryMiB,
    vcpus: instance.vcpus,
    auto_balance: instance.autoBalance,
    always_failover: instance.alwaysFailover,
    spindle_use: instance.spindleUse,
  }
}

/** A point in time as luxid's timestamp fields have it: seconds with fractions. */
export function secondsOf(timeUs: number): number {
  return timeUs / 1_000_000
}

/** A point in time as the job queue has it: [seconds, microseconds]. */
export function timePair(timeUs: number): readonly [seconds: number, microseconds: number] {
  return [Math.floor(timeUs / 1_000_000), timeUs % 1_000_000]
}

const NO_TAGS: readonly string[] = Object.freeze([])

/** The tags of an object, as luxid sorts them: by code points. */
export function sortedTags(tags: ReadonlySet<string>): readonly string[] {
  return tags.size === 0 ? NO_TAGS : [...tags].sort(compareCodePoints)
}

/** Compares by code points; `<` on strings compares UTF-16 units, which differs beyond the basic plane. */
export function compareCodePoints(a: string, b: string): number {
  const pointsA = [...a]
  const pointsB = [...b]
  const length = Math.min(pointsA.length, pointsB.length)
  for (let index = 0; index < length; index += 1) {
    const difference = (pointsA[index]?.codePointAt(0) ?? 0) - (pointsB[index]?.codePointAt(0) ?? 0)
    if (difference !== 0) return difference
  }
  return pointsA.length - pointsB.length
}
