import type { HealingDecision } from '../../src/planner/healing/decision.ts'
import type { HealingEvent } from '../../src/run/healing/healing-event.ts'
import type { RunEvent } from '../../src/run/run-event.ts'
import type { ClusterSnapshot } from '../ganeti/cluster-snapshot.ts'
import { waitsUntil } from '../play/waits-until.ts'

/** A run, as far as it matters here. */
interface EndedRun {
  readonly startUs: number
  readonly events: readonly (RunEvent | HealingEvent)[]
  readonly decisions: readonly HealingDecision[]
}

/**
 * When a plan is over. What changes is where instances are, how they are and what harep says of them. Nothing that is
 * unchanged from one run to the next, while nothing was done and no job is unfinished, will change later, but for what
 * waits for a time that the reason names.
 *
 * Tags and jobs alone are no change: a repair that Ganeti refuses, and that is asked for again every half an hour, writes
 * both for ever. So where that is all that goes on, no longer is waited than harep lets pass between two attempts.
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

  /** Whether nothing is to be expected any more after a run that left the cluster like this. */
  isReached({ startUs, events, decisions }: EndedRun, after: ClusterSnapshot): boolean {
    const print = fingerprint(after, decisions)
    const isSame = print === this.#last
    this.#last = print
    if (!this.#seen.has(print)) this.#progressUs = startUs
    this.#seen.add(print)
    if (!isSame || after.jobs.some(({ status }) => !FINAL.includes(status))) return false
    const times = decisions.map(({ reason }) => waitsUntil(reason))
    if (times.some(time => time?.once === true && time.seconds * 1_000_000 < this.#horizonUs)) return false
    const goesOn = times.some(time => time?.once === false) || events.some(({ kind }) => ACTS.includes(kind))
    return !goesOn || startUs - this.#progressUs >= ATTEMPTS_US
  }
}

/** An hour, after which a repair is tried for the last time, and two runs more. */
const ATTEMPTS_US = 70 * 60 * 1_000_000

const FINAL: readonly string[] = ['success', 'error', 'canceled']

/** What a run tells when it has done something about a repair. */
const ACTS: readonly (RunEvent | HealingEvent)['kind'][] = [
  ...(['begun', 'ended', 'adopted', 'cancelled', 'hold-removed', 'repairing', 'settled'] as const),
]

function fingerprint({ instances, nodes }: ClusterSnapshot, decisions: readonly HealingDecision[]): string {
  return JSON.stringify([
    instances.map(({ name, primary, secondaries, adminState, status, dataLost }) => [
      ...[name, primary, secondaries, adminState, status, dataLost],
    ]),
    nodes.map(({ name, offline, drained }) => [name, offline, drained]),
    decisions.map(({ instance, state, reason }) => [instance, state, reason.code]),
  ])
}
