import { INSTANCE_STATES, type InstanceState } from '../planner/instance-state.ts'
import { INSTANCE_STATE_NAMES } from './state-names.ts'

const RULER = '---------------------'

/** The block of counts that ends a classic run: the states that occur, in alphabetical order, as the original has it. */
export function countsText(states: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const state of states) counts.set(state, (counts.get(state) ?? 0) + 1)
  return countsBlock([...counts].sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** How many instances are in each of the six states. */
export type StateCounts = Readonly<Record<InstanceState, number>>

export function countStates(decisions: Iterable<{ readonly state: InstanceState }>): StateCounts {
  const counts: Record<InstanceState, number> = {
    healthy: 0,
    suspended: 0,
    'needs-repair': 0,
    'repair-disallowed': 0,
    'pending-repair': 0,
    'repair-failed': 0,
  }
  for (const { state } of decisions) counts[state] += 1
  return counts
}

/**
 * The same block for other runs: always all six states in the order of the manual, also those that no instance is in. A
 * script that reads one of them then finds it, and two outputs differ only where the cluster does.
 */
export function stateCountsText(counts: StateCounts): string {
  return countsBlock(INSTANCE_STATES.map(state => [INSTANCE_STATE_NAMES[state], counts[state]]))
}

function countsBlock(counts: readonly (readonly [name: string, count: number])[]): string {
  const lines = counts.map(([name, count]) => `${name}: ${count}`)
  return [RULER, 'Instance status count', RULER, ...lines].map(line => `${line}\n`).join('')
}
