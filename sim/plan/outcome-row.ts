import { exhaustive } from '../../src/cluster/exhaustive.ts'
import { printable } from '../../src/report/printable.ts'
import { durationText } from './duration-text.ts'
import type { DataOutcome, PlannedInstance, PlannedInterruption } from './plan.ts'

/** The columns of the table at the end. */
export const TABLE_HEADING = [
  'Instance',
  'At the start',
  'At the end',
  'Nodes',
  'Interrupted',
  'Data',
] as const

/** An instance as a row of that table. */
export function outcomeRow({ name, start, end, interruptions, data }: PlannedInstance): readonly string[] {
  const nodes = end.secondary === undefined ? end.primary : `${end.primary}, ${end.secondary}`
  return [name, start.status, end.status, nodes, interruptionText(interruptions), dataText(data)].map(
    printable,
  )
}

/** How long it does not run altogether. */
function interruptionText(interruptions: readonly PlannedInterruption[]): string {
  if (interruptions.length === 0) return 'no'
  const overUs = interruptions.reduce((sum, { fromUs, untilUs }) => sum + (untilUs ?? fromUs) - fromUs, 0)
  const open = interruptions.find(({ untilUs }) => untilUs === undefined)
  if (open === undefined) return durationText(overUs)
  return overUs === 0 ? 'not over' : `${durationText(overUs)}, not over`
}

function dataText(data: DataOutcome): string {
  switch (data.kind) {
    case 'kept':
    case 'lost':
      return data.kind
    case 'no-disks':
      return 'has none'
    case 'unreachable':
      return `out of reach on ${data.nodes.join(', ')}`
    case 'missing':
      return `not on ${data.nodes.join(', ')}`
    default:
      return exhaustive(data)
  }
}
