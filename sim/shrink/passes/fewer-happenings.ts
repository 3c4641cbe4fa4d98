import type { Pass } from '../pass.ts'
import { without } from '../without.ts'

/** Leaves out parts of the timeline. */
export const fewerHappenings: Pass = function* (scenario) {
  for (const timeline of without(scenario.timeline)) yield { ...scenario, timeline }
}
