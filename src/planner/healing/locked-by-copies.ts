import { isFinished } from '../../cluster/job.ts'
import type { Snapshot } from '../../cluster/snapshot.ts'
import type { QueuedJob, QueuedOpcode } from '../queue.ts'
import { namesOfNodes } from './names-of-nodes.ts'

/**
 * The nodes whose resources running copies of whole disks, of harep or of anybody, keep locked until they are done, perhaps for hours: a new
 * second copy those of both its nodes and of the old secondary, unless it releases them early, as Ganeti does by itself where that one is offline
 * (lib/cmdlib/instance_storage.py:2392,2985-2997); a move those of the node that it goes to (instance.py:349-359).
 */
export function lockedByCopies(queue: readonly QueuedJob[], snapshot: Snapshot): readonly string[] {
  const locked = new Set<string>()
  for (const job of queue) {
    if (isFinished(job.status)) continue
    for (const opcode of job.opcodes) for (const node of lockedBy(opcode, job, snapshot)) locked.add(node)
  }
  return [...locked]
}

function lockedBy(opcode: QueuedOpcode, { from }: QueuedJob, snapshot: Snapshot): readonly string[] {
  const { opId, status, nodes } = opcode
  if (status !== 'running') return []
  if (opId === 'OP_INSTANCE_MOVE') return nodes
  if (opId !== 'OP_INSTANCE_REPLACE_DISKS' || opcode.releasesEarly) return []
  // Its new secondary is on record before it is whole; the old one is known of our own.
  const [, old] = from ?? []
  if (old !== undefined && snapshot.nodes.get(old)?.offline === true) return []
  const own = snapshot.instances.find(({ name }) => opcode.instances.includes(name))
  return [...nodes, ...(own ? namesOfNodes(own) : []), ...(from ?? [])]
}
