import { execError } from '../ganeti-failure.ts'
import { startCopy } from '../state/hardware.ts'
import type { InstanceState, NodeState } from '../state/objects.ts'
import { creationProblem } from './disks.ts'
import { logInfo, logStep, logWarning } from './job-log.ts'
import {
  checkDevices,
  checkDisksConsistent,
  checkDisksExist,
  checkVolumeGroups,
  removeOldStorage,
  waitForSync,
} from './mirror-checks.ts'
import type { OpcodeRun } from './opcode.ts'
import type { Replacement } from './replace-disks-plan.ts'
import { rpcProblem } from './rpc.ts'

const STEPS = 6

/**
 * Puts a new node in place of the secondary (lib/cmdlib/instance_storage.py:2790-3014). Volumes of the new node that were
 * made before a failure stay there, and the configuration is changed before the mirror is in sync: a failure behind that
 * leaves the new node in it.
 */
export function* changeSecondary(
  run: OpcodeRun,
  instance: InstanceState,
  newNode: NodeState,
  { disks, target: old, isEarlyRelease }: Replacement,
): Generator<number, void> {
  const { state } = run
  const primary = state.primaryOf(instance)
  if (instance.forthcoming) {
    run.log('Instance fortcoming, will only update the configuration')
    updateConfiguration(run, instance, newNode)
    return
  }
  logStep(run, 1, STEPS, 'Check device existence')
  checkDisksExist(run, instance, disks, [primary])
  checkVolumeGroups(run, [primary])
  logStep(run, 2, STEPS, 'Check peer consistency')
  checkDisksConsistent(run, instance, disks, primary, 'local')
  createOn(run, instance, primary, newNode)
  detachOld(run, instance, old)
  updateConfiguration(run, instance, newNode)
  logInfo(run, 'Attaching primary drbds to new secondary (standalone => connected)')
  newNode.hardware.assembled.add(instance.uuid)
  const remove = (index: number) => {
    const disk = instance.disks[index]
    if (disk !== undefined) old.hardware.volumes.delete(disk.uuid)
  }
  // The node locks are gone before the synchronisation, which may take hours; with early release those on resources, too.
  if (isEarlyRelease) {
    logStep(run, 5, STEPS, 'Removing old storage')
    removeOldStorage(run, disks, old, String, remove)
    run.release(name => name.startsWith('node-res/'))
  }
  logStep(run, isEarlyRelease ? 6 : 5, STEPS, 'Sync devices')
  yield* waitForSync(run, instance)
  checkDevices(run, instance, disks, String)
  if (isEarlyRelease) return
  logStep(run, 6, STEPS, 'Removing old storage')
  removeOldStorage(run, disks, old, String, remove)
}

function createOn(run: OpcodeRun, instance: InstanceState, primary: NodeState, newNode: NodeState): void {
  logStep(run, 3, STEPS, 'Allocate new storage')
  for (const [index, disk] of instance.disks.entries()) {
    logInfo(run, `Adding new local storage on ${newNode.name} for disk/${index}`)
    const problem = creationProblem(run.state, instance, newNode, disk)
    if (problem !== undefined) throw execError(`Can't create block device: ${problem}`)
    startCopy(instance, primary, newNode, [disk])
  }
  logStep(run, 4, STEPS, 'Changing drbd configuration')
  for (const index of instance.disks.keys()) {
    logInfo(run, `activating a new drbd on ${newNode.name} for disk/${index}`)
  }
}

function detachOld(run: OpcodeRun, instance: InstanceState, old: NodeState): void {
  const problem = rpcProblem(old)
  for (const index of instance.disks.keys()) {
    logInfo(run, `Shutting down drbd for disk/${index} on old node`)
    if (problem === undefined) continue
    logWarning(
      run,
      `Failed to shutdown drbd for disk/${index} on oldnode: ${problem}`,
      'Please cleanup this device manually as soon as possible',
    )
  }
  if (problem === undefined) old.hardware.assembled.delete(instance.uuid)
  logInfo(run, 'Detaching primary drbds from the network (=> standalone)')
}

function updateConfiguration(run: OpcodeRun, instance: InstanceState, newNode: NodeState): void {
  logInfo(run, 'Updating instance configuration')
  run.state.setInstanceNodes(instance, instance.primaryUuid, newNode.uuid)
  run.state.touch(instance)
  run.release(name => name.startsWith('node/'))
}
