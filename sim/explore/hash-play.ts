import type { HarepRun } from '../play/harep-run.ts'
import type { Observer } from '../play/observer.ts'
import type { Stage } from '../play/stage.ts'
import type { Hasher } from './trace-hash.ts'

/**
 * Hashes what came of a play: each run's end, what it began and what it said of each instance; every status of every job,
 * with its time; and where the instances are in the end. It is all that a trace is made of, without making one.
 */
export function hashPlay(stage: Stage, hasher: Hasher): Observer {
  return {
    happened: ({ fault, tookPlace }) => {
      hasher.text(fault)
      hasher.number(tookPlace ? 1 : 0)
    },
    jobWritten: ({ id, status }) => {
      hasher.number(stage.elapsedUs)
      hasher.number(id)
      hasher.text(status)
    },
    guestChanged: (instance, runs) => {
      hasher.text(instance)
      hasher.number(runs ? 1 : 0)
    },
    runEnded: run => hashRun(run),
    ended: () => {
      hasher.number(stage.elapsedUs)
      for (const { invariant, what } of stage.violations) {
        hasher.text(invariant)
        hasher.text(what)
      }
      for (const { name, adminState, tags } of stage.truth.instancesByName.values()) {
        hasher.text(name)
        hasher.text(adminState)
        hasher.number(tags.size)
      }
    },
  }

  function hashRun({ process: { outcome, events } }: HarepRun): void {
    hasher.number(stage.elapsedUs)
    hasher.text(outcome?.kind ?? '')
    if (outcome?.kind === 'threw') hasher.text(String(outcome.error))
    for (const event of events) {
      hasher.text(event.kind)
      if (event.kind === 'begun') hasher.text(`${event.instance} ${event.type}`)
      if (event.kind !== 'summary') continue
      for (const { instance, state, reason } of event.decisions) {
        if (reason.code === 'nodes-fine') continue
        hasher.text(instance)
        hasher.text(state)
        hasher.text(reason.code)
      }
    }
  }
}
