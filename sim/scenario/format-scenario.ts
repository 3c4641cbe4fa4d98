import { stringify } from 'yaml'
import { flowLines, formatClusterFile } from '../cluster-file/format-cluster-file.ts'
import type { Scenario } from './scenario.ts'
import { formatTime } from './time-text.ts'

/** A scenario as the text of a scenario file: reading that gives the same scenario again. */
export function formatScenario({
  description,
  seed,
  cluster,
  harep,
  timeline,
  lastsSeconds,
  expect,
}: Scenario): string {
  const indented = formatClusterFile(cluster).replace(/^(?=.)/gm, '  ')
  const happenings = timeline.map(({ at, ...rest }) => ({ at: formatTime(at), ...rest }))
  const parts = [
    stringify({ description, seed, harep: { ...harep, everySeconds: formatTime(harep.everySeconds) } }),
    `cluster:\n${indented}`,
    flowLines('timeline', happenings),
  ]
  if (lastsSeconds !== undefined) parts.push(stringify({ lastsSeconds: formatTime(lastsSeconds) }))
  if (expect !== undefined) parts.push(stringify({ expect }))
  return parts.join('\n')
}
