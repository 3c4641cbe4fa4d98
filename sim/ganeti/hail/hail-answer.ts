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

/** hail's answer: names of nodes, or why there is none (without the prefix "Request failed: "). */
export type HailAnswer =
  | { readonly success: true; readonly nodes: readonly string[] }
  | { readonly success: false; readonly info: string }
