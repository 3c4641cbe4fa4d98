import { FAULTS, type FaultName } from '../faults/all.ts'
import type { Draw } from './draw.ts'
import { STORIES, type Story } from './stories/all.ts'
import { queueIsBusy } from './stories/queue-is-busy.ts'

/**
 * What a scenario may have, drawn anew for each. A scenario with everything in it hides most of what can go wrong: one
 * fault keeps another from ever happening. So each has some things and not others (swarm testing, Groce and others 2012).
 */
export interface Features {
  /** The faults that may happen besides the stories. */
  readonly faults: readonly FaultName[]
  /** The stories of nodes that may be told; not empty. */
  readonly stories: readonly Story[]
  /** More nodes and instances than a person would draw on paper. */
  readonly isBig: boolean
  readonly isNearlyFull: boolean
  /** Few slots for jobs, other people's jobs in them, and more to be repaired than harep begins at once. */
  readonly isBusy: boolean
  readonly hasTwoGroups: boolean
  /** Instances that are not simply up. */
  readonly hasOddInstances: boolean
  /** Guests that shut themselves down from within, and Ganeti that knows what that means. */
  readonly hasUserShutdowns: boolean
  /** Nodes that are not simply well from the beginning. */
  readonly hasOddNodes: boolean
  /** Tags on more than one level, that say different things. */
  readonly hasConflicts: boolean
  /** Tags that only look like harep's, and tags of others. */
  readonly hasRubbish: boolean
  /** Repair tags of runs before the beginning. */
  readonly hasRecords: boolean
  /** Instances of which no two with the same tag are to have one primary node. */
  readonly hasExclusions: boolean
  readonly isClassic: boolean
  readonly hasSettings: boolean
  /** Happenings are spread over hours and not over minutes. */
  readonly isSlow: boolean
}

const NAMES = FAULTS.map(({ name }) => name)

export function drawFeatures(draw: Draw): Features {
  const share = draw.pick([0, 10, 25, 50])
  const isBusy = draw.chance(2)
  const stories = STORIES.filter(story =>
    isBusy ? story === queueIsBusy || draw.chance(10) : draw.chance(50),
  )
  return {
    faults: NAMES.filter(() => draw.chance(share)),
    stories: stories.length > 0 ? stories : [draw.pick(STORIES)],
    isBig: draw.chance(2),
    isBusy,
    isNearlyFull: draw.chance(12),
    hasTwoGroups: draw.chance(20),
    hasOddInstances: draw.chance(30),
    hasUserShutdowns: draw.chance(8),
    hasOddNodes: draw.chance(25),
    hasConflicts: draw.chance(30),
    hasRubbish: draw.chance(15),
    hasRecords: draw.chance(15),
    hasExclusions: draw.chance(8),
    isClassic: draw.chance(8),
    hasSettings: draw.chance(25),
    isSlow: draw.chance(10),
  }
}
