import type { Instance } from '../../cluster/instance.ts'
import type { QueuedJob, QueuedOpcode } from '../queue.ts'
import { instancesOf } from './queue-index.ts'
import type { Room } from './room.ts'

/**
 * Takes the room that unfinished repairs of ours will need: the cluster may not show it for as long as their jobs wait.
 * What an opcode has done already is in the figures.
 */
export function takeClaims(
  repairs: readonly QueuedJob[],
  instances: ReadonlyMap<string, Instance>,
  room: Room,
): void {
  for (const job of repairs) {
    for (const name of instancesOf(job)) {
      const instance = instances.get(name)
      if (instance) for (const opcode of job.opcodes) takeClaim(instance, opcode, job, room)
    }
  }
}

function takeClaim(instance: Instance, opcode: QueuedOpcode, job: QueuedJob, room: Room): void {
  const { memoryMiB, diskUsageMiB: diskMiB } = instance
  if (opcode.status === 'success') return
  switch (opcode.opId) {
    case 'OP_INSTANCE_RECREATE_DISKS':
    case 'OP_INSTANCE_MOVE':
      for (const node of opcode.nodes) room.take(node, 0, diskMiB)
      arrive(instance, opcode.nodes[0], room)
      return
    case 'OP_INSTANCE_FAILOVER':
    case 'OP_INSTANCE_MIGRATE': {
      const target = opcode.nodes[0] ?? instance.secondary
      arrive(instance, target, room)
      // A failover writes down that the nodes have changed places some time before it starts the instance.
      const isToStart = opcode.status === 'running' && instance.status === 'ERROR_down'
      if (isToStart && instance.primary !== target) room.take(instance.primary, memoryMiB, 0)
      return
    }
    case 'OP_INSTANCE_STARTUP':
      room.release(instance)
      // Its memory was taken with its disks unless those are made already.
      if (!job.opcodes.some(isPendingRecreation)) room.take(instance.primary, memoryMiB, 0)
      return
    case 'OP_INSTANCE_REPLACE_DISKS': {
      const except = [instance.primary, instance.secondary]
      const need = { memoryMiB: 0, diskMiB, isPrimary: false, except }
      const node = opcode.nodes[0] ?? room.find(instance, need)
      if (node !== undefined) room.take(node, 0, diskMiB)
      return
    }
    default:
  }
}

function arrive(instance: Instance, node: string | undefined, room: Room): void {
  if (node === undefined) return
  room.release(instance)
  room.take(node, instance.memoryMiB, 0)
  room.settleOn(instance, node)
}

function isPendingRecreation({ opId, status }: QueuedOpcode): boolean {
  return opId === 'OP_INSTANCE_RECREATE_DISKS' && status !== 'success'
}
