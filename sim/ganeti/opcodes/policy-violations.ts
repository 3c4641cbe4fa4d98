import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../../src/cluster/json.ts'
import { instancePolicy } from '../query/parameters.ts'
import type { ClusterState } from '../state/cluster-state.ts'
import type { InstanceState } from '../state/objects.ts'

/** What of an instance is outside of the instance policy, in Ganeti's words (lib/cmdlib/common.py:554-637). */
export function policyViolations(state: ClusterState, instance: InstanceState): string[] {
  const policy = instancePolicy(state)
  const allowed = isJsonArray(policy['disk-templates']) ? policy['disk-templates'] : []
  const violations: string[] = []
  if (!allowed.includes(instance.diskTemplate)) {
    const colon = instance.diskTemplate === 'diskless' ? '' : ':'
    violations.push(
      `Disk template ${instance.diskTemplate} is not allowed (allowed templates${colon} ${allowed.join(', ')})`,
    )
  }
  const ranges = isJsonArray(policy['minmax']) ? policy['minmax'].filter(isJsonObject) : []
  const outside = ranges.map(range => outOfRange(range, settingsOf(instance)))
  // Of several ranges, the one that fits best counts.
  const [fewest = []] = outside.sort((a, b) => a.length - b.length)
  return [...violations, ...fewest]
}

type Setting = readonly [name: string, qualifier: string, value: number]

function settingsOf(instance: InstanceState): Setting[] {
  const settings: Setting[] = [
    ['memory-size', '', instance.memoryMiB],
    ['cpu-count', '', instance.vcpus],
    ['nic-count', '', 0],
    ['spindle-use', '', instance.spindleUse],
    ...instance.disks.map((disk, index): Setting => ['disk-size', `/${index}`, disk.sizeMiB]),
  ]
  if (instance.disks.length > 0) settings.push(['disk-count', '', instance.disks.length])
  return settings
}

function outOfRange(range: JsonObject, settings: readonly Setting[]): string[] {
  return settings.flatMap(([name, qualifier, value]) => {
    const min = limit(range['min'], name) ?? value
    const max = limit(range['max'], name) ?? value
    return value < min || value > max
      ? [`${name}${qualifier} value ${value} is not in range [${min}, ${max}]`]
      : []
  })
}

function limit(specs: JsonValue | undefined, name: string): number | undefined {
  if (specs === undefined || !isJsonObject(specs)) return undefined
  const value = specs[name]
  return typeof value === 'number' ? value : undefined
}
