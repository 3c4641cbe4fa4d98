import type { InstanceState } from '../../src/planner/instance-state.ts'
import type { Shape, Tone } from './page-data.ts'

/** Each state has a shape of its own: colours only repeat what it says. */
export const DECISION_SHAPES: Readonly<
  Record<InstanceState, { readonly shape: Shape; readonly tone: Tone }>
> = {
  healthy: { shape: 'circle', tone: 'good' },
  suspended: { shape: 'pause', tone: 'neutral' },
  'needs-repair': { shape: 'triangle', tone: 'waiting' },
  'repair-disallowed': { shape: 'slashed', tone: 'neutral' },
  'pending-repair': { shape: 'diamond', tone: 'waiting' },
  'repair-failed': { shape: 'cross', tone: 'bad' },
}
