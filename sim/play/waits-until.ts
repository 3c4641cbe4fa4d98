import type { Reason } from '../../src/planner/reason.ts'

/** The time until which an instance waits, in seconds since the epoch; `once` where it does not wait again behind it. */
export function waitsUntil(reason: Reason): { readonly seconds: number; readonly once: boolean } | undefined {
  switch (reason.code) {
    case 'settling':
      return { seconds: reason.untilSeconds, once: true }
    case 'suspended': {
      const { untilSeconds } = reason.permission
      return untilSeconds === undefined ? undefined : { seconds: Number(untilSeconds), once: true }
    }
    case 'retry-later':
      return { seconds: Number(reason.notBeforeSeconds ?? 0), once: false }
    case 'refused-for-now':
      return { seconds: reason.untilSeconds, once: false }
    default:
      return undefined
  }
}
