import type { Instance } from '../../../cluster/instance.ts'
import type { Node } from '../../../cluster/node.ts'
import type { Diagnosis } from '../diagnosis.ts'
import { namesOfNodes } from '../names-of-nodes.ts'
import { isToRun, runs } from '../running.ts'
import { blocked, broken } from './verdict.ts'

/** How fast MOVE is taken to copy disks: half of what a gigabit network carries, since nobody is to be stopped for longer than was said. */
export const COPY_MIB_PER_SECOND = 50

/** What MOVE needs besides copying: shutting down, making volumes, starting. Seen: 6 s for 128 MiB. */
export const MOVE_OVERHEAD_SECONDS = 10

/** For how long MOVE is estimated to stop an instance with so much on its disks. */
function estimatedStopSeconds(diskUsageMiB: number): number {
  return Math.ceil(diskUsageMiB / COPY_MIB_PER_SECOND) + MOVE_OVERHEAD_SECONDS
}

/** The rows for plain and file: the only copy is on the primary node, which is not well. */
export function diagnoseLocal(instance: Instance, primary: Node, maxStopSeconds: number): Diagnosis {
  const node = primary.name
  if (primary.offline) {
    return broken(
      'reinstall',
      { kind: 're-create', copies: 1, wasUp: isToRun(instance), avoid: [], from: namesOfNodes(instance) },
      { code: 'all-copies-offline', nodes: [node] },
    )
  }
  if (instance.status === 'USER_down') return blocked({ code: 'user-down', node })
  // MOVE starts only what is marked up, so this one would be stopped for good.
  if (instance.status === 'ERROR_up') return blocked({ code: 'runs-unwanted', node })
  const estimateSeconds = estimatedStopSeconds(instance.diskUsageMiB)
  if (runs(instance) && estimateSeconds > maxStopSeconds)
    return blocked({ code: 'stop-too-long', node, estimateSeconds, maxStopSeconds })
  return broken('failover', { kind: 'move' }, { code: 'plain-drained', node, estimateSeconds })
}
