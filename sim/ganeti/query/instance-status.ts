import type { InstanceStatus } from '../../../src/cluster/instance.ts'
import type { ClusterState } from '../state/cluster-state.ts'
import { answers, nodesRunning } from '../state/hardware.ts'
import type { InstanceState } from '../state/objects.ts'

/**
 * What an instance is seen to do, by the questions that luxid asks, in its order (query.md section 5.2; Ganeti
 * src/Ganeti/Query/Instance.hs:703-776). luxid asks the primaries of the queried instances only, and sees a guest on a
 * wrong node only if that node happens to be among them; here every node that answers is taken as asked, as it is in a
 * query for all instances.
 */
export function instanceStatus(state: ClusterState, instance: InstanceState): InstanceStatus {
  const primary = state.primaryOf(instance)
  if (primary.offline) return 'ERROR_nodeoffline'
  const isOnPrimary = answers(primary) && primary.hardware.guests.has(instance.uuid)
  // Looking at every node for each instance would cost the product of both: look only for those not where they belong.
  const isElsewhere =
    !isOnPrimary && nodesRunning(state, instance).some(node => node !== primary && answers(node))
  if (!answers(primary) && !isElsewhere) return 'ERROR_nodedown'
  if (isElsewhere) return 'ERROR_wrongnode'
  if (isOnPrimary) return instance.adminState === 'up' ? 'running' : 'ERROR_up'
  switch (instance.adminState) {
    case 'up':
      return 'ERROR_down'
    case 'down':
      return instance.adminStateSource === 'user' && state.cluster.enabledUserShutdown
        ? 'USER_down'
        : 'ADMIN_down'
    case 'offline':
      return 'ADMIN_offline'
  }
}
