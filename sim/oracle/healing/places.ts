import type { InstanceState, NodeState } from '../../ganeti/state/objects.ts'
import { nodesOf } from '../../invariants/watch/truth-log.ts'
import type { Stage } from '../../play/stage.ts'
import { isSilent } from './case-of.ts'
import type { ModelCase } from './model-case.ts'

export type Place = ModelCase['runs']

/** Where the instances really run that have a node which is not well; all others need nothing. */
export function placesOf({ truth }: Stage): ReadonlyMap<string, Place> {
  const unwell = new Set<string>()
  for (const node of truth.nodesByName.values())
    if (node.offline || node.drained || isSilent(node)) unwell.add(node.uuid)
  const places = new Map<string, Place>()
  if (unwell.size === 0) return places
  for (const [name, instance] of truth.instancesByName)
    if (nodesOf(instance).some(uuid => unwell.has(uuid))) places.set(name, placeOf(truth, instance))
  return places
}

/**
 * Where an instance runs, as far as the master could tell: a second copy beside the one on its primary node is not seen, nor any
 * where the primary is offline, of which luxid says only that (src/Ganeti/Query/Instance.hs, determineInstanceStatus).
 */
function placeOf(truth: Stage['truth'], { uuid, primaryUuid }: Readonly<InstanceState>): Place {
  const runsOn = (node: Readonly<NodeState>) =>
    node.hardware.guests.has(uuid) && !node.offline && !isSilent(node)
  const primary = truth.node(primaryUuid)
  if (primary.offline) return 'nowhere'
  if (runsOn(primary)) return 'on its primary'
  for (const node of truth.nodesByName.values()) if (runsOn(node)) return 'elsewhere'
  return 'nowhere'
}
