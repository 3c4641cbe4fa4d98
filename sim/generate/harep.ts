import type { HarepSettings } from '../scenario/harep-settings.ts'
import type { Draw } from './draw.ts'
import type { Features } from './features.ts'

/** How harep is started: as most will, or with options. */
export function drawHarep(draw: Draw, { isClassic, hasSettings }: Features): HarepSettings {
  const everySeconds = draw.chance(80) ? 300 : draw.pick([60, 600, 900])
  if (!hasSettings) return { everySeconds, classic: isClassic }
  return {
    everySeconds,
    classic: isClassic,
    ...(draw.chance(60) && { settleSeconds: draw.pick([30, 600, 1_200]) }),
    ...(draw.chance(30) && { maxOffline: draw.integer(0, 3) }),
    ...(draw.chance(30) && { maxStopSeconds: draw.pick([0, 20, 3_600]) }),
    ...(draw.chance(20) && { waitSeconds: draw.pick([30, 300, 900]) }),
    ...(draw.chance(25) && { jobDelaySeconds: draw.pick([0, 1, 10, 60]) }),
  }
}
