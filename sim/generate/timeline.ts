import type { Happening } from '../faults/all.ts'
import type { Cast } from './cast.ts'
import type { Draw } from './draw.ts'
import type { Features } from './features.ts'
import { drawHappening } from './happenings.ts'

/** A play may be long; its timeline is not: beyond these times nothing happens. */
const SPAN_SECONDS_MAX = 6 * 3_600

/** What happens, in the order of time: one to three stories, and single faults between them. */
export function drawTimeline(draw: Draw, features: Features, cast: Cast): readonly Happening[] {
  const { everySeconds } = cast
  const pace = features.isSlow ? 12 : 1
  const wait = () => pace * waitSeconds(draw, everySeconds)
  const timeline: Happening[] = []
  for (let stories = draw.pick([1, 1, 1, 2, 3]); stories > 0; stories -= 1) {
    const from = draw.integer(0, everySeconds * 10) / 10
    timeline.push(...draw.pick(features.stories).tell(draw, cast, from, wait))
  }
  if (features.faults.length > 0) {
    const until = Math.max(everySeconds, ...timeline.map(({ at }) => at)) + wait()
    for (let faults = draw.integer(0, 6); faults > 0; faults -= 1) {
      const at = draw.chance(50)
        ? duringRun(draw, everySeconds, until)
        : draw.integer(0, Math.round(until * 10)) / 10
      const happening = drawHappening(draw, cast, draw.pick(features.faults), at)
      if (happening !== undefined) timeline.push(happening)
    }
  }
  const last = timeline.reduce((latest, { at }) => Math.max(latest, at), 0)
  // With the last happening the faults stop: what lasts would be over as it begins.
  if (draw.chance(30))
    timeline.push({
      at: last + everySeconds + wait(),
      do: 'restore-network',
      node: draw.pick(cast.nodes).name,
    })
  return timeline
    .map(one => ({ ...one, at: tenths(Math.min(one.at, SPAN_SECONDS_MAX)) }))
    .sort((a, b) => a.at - b.at)
}

/** A time at which a run of harep, or what it began, is likely to be under way. */
function duringRun(draw: Draw, everySeconds: number, untilSeconds: number): number {
  const run = draw.integer(1, Math.max(1, Math.floor(untilSeconds / everySeconds)))
  return run * everySeconds + draw.integer(0, draw.pick([30, 300])) / 10
}

/** At once, within the same interval of cron, or some intervals later. */
function waitSeconds(draw: Draw, everySeconds: number): number {
  const which = draw.integer(0, 9)
  if (which < 1) return 0
  if (which < 5) return draw.integer(1, 600) / 10
  return draw.integer(1, everySeconds * (which < 8 ? 10 : 30)) / 10
}

/** Times with one digit behind the point: a scenario is to be read by people. */
function tenths(seconds: number): number {
  return Math.round(seconds * 10) / 10
}
