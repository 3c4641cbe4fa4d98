/** Why a node cannot take an instance, in the order in which hail counts failures (htools-allocation.md section 4). */
export const FAIL_MODES = [
  'FailMem',
  'FailDisk',
  'FailCPU',
  'FailN1',
  'FailTags',
  'FailMig',
  'FailDiskCount',
  'FailSpindles',
  'FailInternal',
] as const

export type FailMode = (typeof FAIL_MODES)[number]

/** Whether the outcome of a placement is a reason against it. */
export function isFailMode<T>(outcome: T | FailMode): outcome is FailMode {
  return typeof outcome === 'string'
}
