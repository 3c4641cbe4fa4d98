import type { Effect } from '../../../src/run/effects.ts'
import type { HarepRun } from '../../play/harep-run.ts'
import { oneForEachPlay } from '../../play/one-for-each-play.ts'
import { holdTextOf } from '../../play/our-jobs.ts'
import type { Stage } from '../../play/stage.ts'
import { bookOf } from './repair-book.ts'

/** The holds of a play: which filter each was, and whether harep or somebody else has taken it away. */
class Holds {
  readonly #stage: Stage
  /** UUIDs of filters, by the texts of what they held. */
  readonly #filters = new Map<string, string>()

  constructor(stage: Stage) {
    this.#stage = stage
    bookOf(stage).read({
      submitted: ({ hold }) => {
        if (hold === undefined || this.#filters.has(hold)) return
        const filter = this.standing().find(({ text }) => text === hold)
        if (filter !== undefined) this.#filters.set(hold, filter.uuid)
      },
    })
  }

  /** The filters of harep's that stand now. */
  standing(): readonly { readonly uuid: string; readonly text: string }[] {
    return this.#stage.cluster.jobFilters().flatMap(filter => {
      const text = holdTextOf(filter)
      return text === undefined ? [] : [{ uuid: filter.uuid, text }]
    })
  }

  /** The run that has placed a hold; undefined where none ever did. */
  placedBy(hold: string): HarepRun | undefined {
    return this.#stage.runs.find(({ process: { effects } }) => effects.some(effect => places(effect, hold)))
  }

  /** Whether a hold is gone, and no run has ever asked for that. */
  wasRemovedByOthers(hold: string): boolean {
    if (this.standing().some(({ text }) => text === hold)) return false
    const uuid = this.#filters.get(hold)
    // Where it was gone before the first job under it was there, nobody but an admin can have been so fast, if it ever was there.
    if (uuid === undefined) return this.placedBy(hold) !== undefined
    return !this.#stage.runs.some(({ process: { effects } }) => {
      const placed = effects.findIndex(effect => places(effect, hold))
      return effects.some((effect, index) => index > placed && removes(effect, uuid))
    })
  }
}

function places(effect: Effect, hold: string): boolean {
  return (
    effect.kind === 'luxi' &&
    effect.method === 'ReplaceFilter' &&
    JSON.stringify(effect.args[2]).includes(`"${hold}"`)
  )
}

function removes(effect: Effect, uuid: string): boolean {
  if (effect.kind !== 'luxi') return false
  const { method, args } = effect
  return (method === 'DeleteFilter' || method === 'ReplaceFilter') && args[0] === uuid
}

/** The holds of a play. To be asked for before the play begins. */
export const holdsOf = oneForEachPlay(stage => new Holds(stage))
