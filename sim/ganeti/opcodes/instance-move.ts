import { execError, prereqError } from '../ganeti-failure.ts'
import { answers, copyVolumes, removeVolumes } from '../state/hardware.ts'
import { storageKind } from '../state/templates.ts'
import { transferUs } from '../timing.ts'
import { checkFreeMemory, checkNodeNotDrained, checkNodeOnline, checkNodeVmCapable } from './checks.ts'
import { checkCanCreate, checkDisksFound, diskTotalMiB } from './disks.ts'
import { expandInstance, findNode } from './expand.ts'
import { activateDisks, startGuest } from './guest.ts'
import { flagOf, textOf } from './input.ts'
import { instanceLock, nodeLocks, nodeResourceLocks } from './lock-requests.ts'
import type { Opcode } from './opcode.ts'
import { defaulted, flag, natural, nonEmptyText, optional, required, text } from './opcode-field.ts'

/** OP_INSTANCE_MOVE (opcodes.md section 14; Ganeti lib/cmdlib/instance.py, LUInstanceMove). */
export const INSTANCE_MOVE: Opcode = {
  opId: 'OP_INSTANCE_MOVE',
  fields: [
    required('instance_name', text),
    optional('instance_uuid', nonEmptyText),
    defaulted('shutdown_timeout', natural, 120),
    defaulted('ignore_ipolicy', flag, false),
    required('target_node', nonEmptyText),
    optional('target_node_uuid', nonEmptyText),
    defaulted('compress', text, 'none'),
    defaulted('ignore_consistency', flag, false),
  ],
  summaryOf: input => textOf(input, 'instance_name'),
  // All at once, and the source node is not among them: what nodes the instance has is asked before it is locked.
  lockStages: [
    run => {
      const instance = expandInstance(run.state, run.input, 'refused')
      const target = [findNode(run.state, textOf(run.input, 'target_node'))]
      return [instanceLock(instance), ...nodeLocks(target), ...nodeResourceLocks(target)]
    },
  ],
  *run(run) {
    const { state, input, timing } = run
    const instance = expandInstance(state, input, 'refused')
    if (instance.disks.length > 0 && storageKind(instance.diskTemplate) !== 'node') {
      throw prereqError(
        `Instance disk 0 has disk type ${instance.diskTemplate} and is not suitable for copying`,
        'wrong_state',
      )
    }
    const source = state.primaryOf(instance)
    const target = findNode(state, textOf(input, 'target_node'))
    if (target === source) {
      throw prereqError(`Instance ${instance.name} is already on the node ${target.name}`, 'wrong_state')
    }
    checkNodeOnline(target)
    checkNodeNotDrained(target)
    checkNodeVmCapable(target)
    if (instance.adminState === 'up') {
      checkFreeMemory(state, target, `failing over instance ${instance.name}`, instance.memoryMiB)
    }
    yield 0
    if (answers(source)) source.hardware.guests.delete(instance.uuid)
    else if (!flagOf(input, 'ignore_consistency')) {
      throw execError(`Could not shutdown instance ${instance.name} on node ${source.name}: no answer`)
    }
    checkCanCreate(state, instance, target)
    yield transferUs(diskTotalMiB(instance), timing.copyMiBPerSecond)
    // A copy that fails leaves the instance where it was, stopped, with its admin state as it was.
    if (!answers(source) || !answers(target)) {
      throw execError('Errors during disk copy: Failed to transfer instance data')
    }
    checkDisksFound(instance, source)
    copyVolumes(instance, source, target)
    state.setInstanceNodes(instance, target.uuid, undefined)
    state.touch(instance)
    removeVolumes(instance, source)
    if (instance.adminState !== 'up') return null
    activateDisks(state, instance)
    startGuest(state, instance)
    return null
  },
}
