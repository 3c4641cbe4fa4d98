import type { ReasonCode } from '../../src/planner/reason.ts'

/** What is to be the case when nothing moves any more. What is absent is not looked at. */
export interface Expectation {
  /** By the names of the instances. */
  readonly instances?: Readonly<Record<string, ExpectedInstance>>
  /** The repairs, as `type instance`, in the order of their submission. */
  readonly repairs?: readonly string[]
}

/** What is to be the case for one instance. */
export interface ExpectedInstance {
  readonly runs?: boolean
  readonly primary?: string
  readonly secondary?: string
  /** `kept`: the data it had at the beginning; `anew`: disks were made again. */
  readonly data?: 'kept' | 'anew'
  /** Why the last run left it alone. */
  readonly reason?: ReasonCode
}
