import { answers } from '../../ganeti/state/hardware.ts'
import type { NodeState } from '../../ganeti/state/objects.ts'
import { oneForEachPlay } from '../../play/one-for-each-play.ts'
import type { Stage } from '../../play/stage.ts'

/** When nodes last did not answer, as far as something of the timeline, which is when all are looked at, has made that end. */
class Silences {
  readonly #stage: Stage
  #silent: readonly Readonly<NodeState>[] = []
  readonly #lastUs = new Map<string, number>()

  constructor(stage: Stage) {
    this.#stage = stage
    this.look()
  }

  /** Whether a node did not answer at some time since then, that moment included. Microseconds since the beginning. */
  wasSilentSince(node: Readonly<NodeState>, us: number): boolean {
    return !answers(node) || (this.#lastUs.get(node.uuid) ?? Number.NEGATIVE_INFINITY) >= us
  }

  look(): void {
    for (const { uuid } of this.#silent) this.#lastUs.set(uuid, this.#stage.elapsedUs)
    this.#silent = [...this.#stage.truth.nodesByName.values()].filter(node => !answers(node))
  }
}

/** Those of a play. To be asked for before the play begins. */
export const silencesOf = oneForEachPlay(stage => {
  const silences = new Silences(stage)
  stage.observers.push({ happened: () => silences.look(), calmBegan: () => silences.look() })
  return silences
})
