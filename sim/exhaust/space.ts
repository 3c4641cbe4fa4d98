import type { Observer } from '../play/observer.ts'
import type { Stage } from '../play/stage.ts'
import type { Scenario } from '../scenario/scenario.ts'

/** One state of a space: a scenario, and how many states it stands for that differ from it in names only. */
export interface SmallState {
  readonly scenario: Scenario
  readonly standsFor: number
  /** What is looked at beside the invariants; some spaces also learn from a play which states come next. */
  readonly observe?: (stage: Stage) => Observer
}

export type SpaceName = 'A' | 'B' | 'C'

/** A set of states, all of which are played. */
export interface Space {
  readonly name: SpaceName
  /** What it holds, in a sentence. */
  readonly about: string
  /**
   * The states in units that can be played apart from each other, always in the same order. Each state of a unit is played before the
   * next one is asked for.
   */
  units(): Iterable<Iterable<SmallState>>
}
