import { execError } from '../ganeti-failure.ts'
import { startCopy } from '../state/hardware.ts'
import type { InstanceState } from '../state/objects.ts'
import { creationProblem } from './disks.ts'
import { logInfo, logStep } from './job-log.ts'
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

const STEPS = 6

/** Makes volumes of one node anew from the other one (lib/cmdlib/instance_storage.py:2645-2775). */
export function* replaceInPlace(
  run: OpcodeRun,
  instance: InstanceState,
  { disks, target, other, isEarlyRelease }: Replacement,
): Generator<number, void> {
  const { state } = run
  if (instance.forthcoming) {
    run.log('Instance forthcoming, not touching disks')
    return
  }
  logStep(run, 1, STEPS, 'Check device existence')
  checkDisksExist(run, instance, disks, [other, target])
  checkVolumeGroups(run, [target, other])
  logStep(run, 2, STEPS, 'Check peer consistency')
  checkDisksConsistent(run, instance, disks, other, 'mirror')
  logStep(run, 3, STEPS, 'Allocate new storage')
  for (const index of disks) {
    logInfo(run, `Adding storage on ${target.name} for disk/${index}`)
    const disk = instance.disks[index]
    const problem = disk === undefined ? undefined : creationProblem(state, instance, target, disk, 'anew')
    if (problem !== undefined) throw execError(`Can't create block device: ${problem}`)
  }
  logStep(run, 4, STEPS, 'Changing drbd configuration')
  for (const index of disks) {
    const disk = instance.disks[index]
    logInfo(run, `Detaching disk/${index} drbd from local storage`)
    logInfo(run, 'Renaming the old LVs on the target node')
    logInfo(run, 'Renaming the new LVs on the target node')
    logInfo(run, `Adding new mirror component on ${target.name}`)
    if (disk !== undefined) startCopy(instance, other, target, [disk])
  }
  // The old volumes have other names by now; what they still take of the storage is not simulated.
  const nameOf = (index: number) => `disk/${index}`
  const remove = () => {}
  if (isEarlyRelease) {
    logStep(run, 5, STEPS, 'Removing old storage')
    removeOldStorage(run, disks, target, nameOf, remove)
    run.release(name => name.startsWith('node-res/'))
  }
  run.release(name => name.startsWith('node/'))
  logStep(run, isEarlyRelease ? 6 : 5, STEPS, 'Sync devices')
  yield* waitForSync(run, instance)
  checkDevices(run, instance, disks, nameOf)
  if (isEarlyRelease) return
  logStep(run, 6, STEPS, 'Removing old storage')
  removeOldStorage(run, disks, target, nameOf, remove)
}
