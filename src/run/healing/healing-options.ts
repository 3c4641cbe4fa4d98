import type { Limits } from '../../planner/healing/plan-input.ts'

/** Which instances a run is about. Every list that is not empty narrows the choice. */
export interface Selection {
  /** Instances in one of these node groups (name or UUID; by their primary node): -G, --group. */
  readonly groups: readonly string[]
  /** Instances with one of these nodes as primary or secondary: --node. */
  readonly nodes: readonly string[]
  /** Instances with a tag that begins so (hbal's --exclusion-tags habit is by prefix; see the manual): --instance-tags. */
  readonly instanceTags: readonly string[]
  /** --select-instances. */
  readonly instances: readonly string[]
  /** --exclude-instances: left out whatever else selects them. */
  readonly excluded: readonly string[]
}

/** What the command line can say about a healing run. */
export interface HealingOptions {
  readonly limits: Limits
  readonly selection: Selection
  /** Seconds of TEST_DELAY before each repair, as the original's; undefined (the default) or not above 0: none. */
  readonly jobDelaySeconds: number | undefined
  /** The text of the reason trail of all jobs; undefined: "harep (ganeti) version VERSION called". */
  readonly reason: string | undefined
  readonly dryRun: boolean
  /** How long to wait for repairs, and to go on with what is due after them; undefined: not at all. */
  readonly waitSeconds: number | undefined
  /** Our own version number, for comment and reason of the jobs. */
  readonly version: string
}

/** What a run without any option does. `version` is our own. */
export function defaultHealingOptions(version: string): HealingOptions {
  return {
    limits: DEFAULT_LIMITS,
    selection: { groups: [], nodes: [], instanceTags: [], instances: [], excluded: [] },
    jobDelaySeconds: undefined,
    reason: undefined,
    dryRun: false,
    waitSeconds: undefined,
    version,
  }
}

/** Ten minutes are what a node takes that only reboots, and what a night's maintenance window can spare for one copy. */
const DEFAULT_LIMITS: Limits = Object.freeze({
  settleSeconds: 600,
  maxOffline: undefined,
  maxStopSeconds: 600,
})
