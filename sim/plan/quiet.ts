import type { Decision } from '../../src/planner/decision.ts'
import type { ClusterSnapshot } from '../ganeti/cluster-snapshot.ts'

/**
 * When a plan is over. What changes is where instances are, how they are and what harep says of them; tags and jobs alone
 * are no change, since a repair that is tried and fails again and again writes both for ever.
 *
 * Nothing that is unchanged from one run to the next will change later, but for what waits for a time. Some of that is
 * known by its state; for all else, such as a node that has to settle or a repair that is tried again, the longest time is
 * waited that harep ever lets pass.
 */
export class Quiet {
  readonly #horizonUs: number
  readonly #seen = new Set<string>()
  #last = ''
  #progressUs = 0

  /** Nothing after `horizonUs` is waited for. */
  constructor(horizonUs: number) {
    this.#horizonUs = horizonUs
  }

  /** Whether nothing is to be expected any more after a run that began at `startUs` and left the cluster like this. */
  isReached(
    { startUs, decisions }: { readonly startUs: number; readonly decisions: readonly Decision[] },
    after: ClusterSnapshot,
  ): boolean {
    const print = fingerprint(after, decisions)
    const isSame = print === this.#last
    this.#last = print
    if (!this.#seen.has(print)) this.#progressUs = startUs
    this.#seen.add(print)
    if (!isSame || after.jobs.some(({ status }) => !FINAL.includes(status))) return false
    if (decisions.some(decision => this.#waitsForItsTime(decision))) return false
    return decisions.every(isForAdmin) || startUs - this.#progressUs >= WAIT_MAX_US
  }

  #waitsForItsTime({ state, reason }: Decision): boolean {
    if (state !== 'suspended' || reason.code !== 'suspended') return false
    const { untilSeconds } = reason.permission
    return untilSeconds !== undefined && Number(untilSeconds) * 1_000_000 < this.#horizonUs
  }
}

/** An hour, after which a repair is tried for the last time, and two runs more. */
const WAIT_MAX_US = 70 * 60 * 1_000_000

const FINAL: readonly string[] = ['success', 'error', 'canceled']

/** Whether no time changes anything: nothing is wrong, or the tags forbid what is due. */
function isForAdmin({ state }: Decision): boolean {
  return state === 'healthy' || state === 'repair-disallowed' || state === 'suspended'
}

function fingerprint({ instances, nodes }: ClusterSnapshot, decisions: readonly Decision[]): string {
  return JSON.stringify([
    instances.map(({ name, primary, secondaries, adminState, status, dataLost }) => [
      ...[name, primary, secondaries, adminState, status, dataLost],
    ]),
    nodes.map(({ name, offline, drained }) => [name, offline, drained]),
    decisions.map(({ instance, state, reason }) => [instance, state, reason.code]),
  ])
}
