import type { FailMode } from './fail-mode.ts'
import type { HailInstance } from './hail-instance.ts'
import type { InstancePolicy, InstanceSpec } from './iallocator-document.ts'

/**
 * Why an instance is not what a node's policy allows, or undefined (Ganeti src/Ganeti/HTools/Instance.hs:317-385). Of
 * several alternatives the last one is tried first, and the first one's reason is given.
 */
export function policyFailure(instance: HailInstance, policy: InstancePolicy): FailMode | undefined {
  let failure: FailMode | undefined = policy.minmax.length === 0 ? undefined : 'FailInternal'
  for (const { min, max } of policy.minmax.toReversed()) {
    failure = specFailure(instance, min, (value, bound) => value < bound)
    failure ??= specFailure(instance, max, (value, bound) => value > bound)
    if (failure === undefined) break
  }
  if (failure !== undefined) return failure
  return policy['disk-templates'].includes(instance.diskTemplate) ? undefined : 'FailDisk'
}

function specFailure(
  instance: HailInstance,
  spec: InstanceSpec,
  isBeyond: (value: number, bound: number) => boolean,
): FailMode | undefined {
  if (isBeyond(instance.memoryMiB, spec['memory-size'])) return 'FailMem'
  if (instance.diskSizesMiB.some(sizeMiB => isBeyond(sizeMiB, spec['disk-size']))) return 'FailDisk'
  if (isBeyond(instance.vcpus, spec['cpu-count'])) return 'FailCPU'
  if (isBeyond(instance.spindleUse, spec['spindle-use'])) return 'FailSpindles'
  if (instance.diskTemplate === 'diskless') return undefined
  return isBeyond(instance.diskSizesMiB.length, spec['disk-count']) ? 'FailDiskCount' : undefined
}
