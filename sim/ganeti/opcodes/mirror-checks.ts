import { execError, GanetiFailure } from '../ganeti-failure.ts'
import { finishCopy } from '../state/hardware.ts'
import type { InstanceState, NodeState } from '../state/objects.ts'
import { resyncUs } from '../timing.ts'
import { diskProblem, isAssembled, isDegraded } from './disks.ts'
import { nodesOf } from './guest.ts'
import { logInfo, logWarning } from './job-log.ts'
import type { OpcodeRun } from './opcode.ts'
import { raiseExec, rpcProblem } from './rpc.ts'

/** How long the job waits between two looks at a mirror whose node does not answer, or that is degraded, and how often. */
const SILENT_RETRY_US = 6_000_000
const DEGRADED_RETRY_US = 1_000_000
const RETRIES = 10

/** Why DRBD's device is not found on a node, or undefined (blockdev_find). */
function notFound(instance: InstanceState, node: NodeState): string | undefined {
  return rpcProblem(node) ?? (isAssembled(instance, node) ? undefined : 'disk not found')
}

/** Whether all disks are up on both nodes, as far as those are not offline; looks, and logs, until it finds one that is not. */
export function areDisksActivated(run: OpcodeRun, instance: InstanceState): boolean {
  for (const index of instance.disks.keys()) {
    for (const node of nodesOf(run.state, instance)) {
      logInfo(run, `Checking disk/${index} on ${node.name}`)
      if (!node.offline && notFound(instance, node) !== undefined) return false
    }
  }
  return true
}

/** Throws GanetiFailure (OpExecError) where a disk is not up on one of the nodes. */
export function checkDisksExist(
  run: OpcodeRun,
  instance: InstanceState,
  disks: readonly number[],
  nodes: readonly NodeState[],
): void {
  for (const index of disks) {
    for (const node of nodes) {
      logInfo(run, `Checking disk/${index} on ${node.name}`)
      const problem = notFound(instance, node)
      if (problem === undefined) continue
      const hint = areDisksActivated(run, instance)
        ? ''
        : '\nDisks seem to be not properly activated. Try running activate-disks on the instance before using replace-disks.'
      throw execError(`Can't find disk/${index} on node ${node.name}: ${problem}${hint}`)
    }
  }
}

/** Throws GanetiFailure (OpExecError) where the volume group of a node cannot be looked at. */
export function checkVolumeGroups(run: OpcodeRun, nodes: readonly NodeState[]): void {
  logInfo(run, 'Checking volume groups')
  for (const node of nodes) {
    raiseExec(rpcProblem(node), `Error checking node ${node.name}`)
    if (node.hardware.hasBrokenStorage) {
      throw execError(`Volume group 'xenvg' not found on node ${node.name}`)
    }
  }
}

/** Throws GanetiFailure (OpExecError) where the disks of a node are no good source; `local`: only its own copy counts. */
export function checkDisksConsistent(
  run: OpcodeRun,
  instance: InstanceState,
  disks: readonly number[],
  node: NodeState,
  scope: 'local' | 'mirror',
): void {
  for (const index of disks) {
    logInfo(run, `Checking disk/${index} consistency on node ${node.name}`)
    const disk = instance.disks[index]
    if (disk === undefined) continue
    const isBad =
      diskProblem(run.state, instance, node, disk) !== undefined ||
      node.hardware.volumes.get(disk.uuid)?.isComplete !== true ||
      (scope === 'mirror' && isDegraded(run.state, instance, node, disk))
    if (isBad) {
      throw execError(
        `Node ${node.name} has degraded storage, unsafe to replace disks for instance ${instance.name}`,
      )
    }
  }
}

/**
 * Waits until the mirror is in sync (lib/cmdlib/instance_storage.py:1430-1508). Throws GanetiFailure (RemoteError) when the
 * primary node, which has to be asked, stays silent for a minute; a secondary that is gone is for the caller to find.
 */
export function* waitForSync(run: OpcodeRun, instance: InstanceState): Generator<number, boolean> {
  const { state, timing } = run
  if (instance.disks.length === 0) return true
  logInfo(run, `Waiting for instance ${instance.name} to sync disks`)
  yield resyncUs(
    instance.disks.map(disk => disk.sizeMiB),
    timing,
  )
  const primary = state.primaryOf(instance)
  const isWhole = () => !instance.disks.some(disk => isDegraded(state, instance, primary, disk))
  let silent = 0
  let degraded = 0
  while (true) {
    const problem = rpcProblem(primary)
    if (problem !== undefined) {
      logWarning(run, `Can't get any data from node ${primary.name}: ${problem}`)
      silent += 1
      if (silent >= RETRIES) {
        throw new GanetiFailure('RemoteError', [
          `Can't contact node ${primary.name} for mirror data, aborting.`,
        ])
      }
      yield SILENT_RETRY_US
      continue
    }
    for (const [from, to] of directions(run, instance)) finishCopy(instance, from, to)
    if (isWhole() || degraded >= RETRIES) break
    degraded += 1
    yield DEGRADED_RETRY_US
  }
  logInfo(run, `Instance ${instance.name}'s disks are in sync`)
  return isWhole()
}

/** Either node may be the one that lacks data. */
function directions(run: OpcodeRun, instance: InstanceState): [NodeState, NodeState][] {
  const [primary, secondary] = nodesOf(run.state, instance)
  if (primary === undefined || secondary === undefined) return []
  if (!isAssembled(instance, primary) || !isAssembled(instance, secondary)) return []
  return [
    [primary, secondary],
    [secondary, primary],
  ]
}

/** Throws GanetiFailure (OpExecError) where the mirror is not whole after all. `nameOf`: how a device is called. */
export function checkDevices(
  run: OpcodeRun,
  instance: InstanceState,
  disks: readonly number[],
  nameOf: (index: number) => string,
): void {
  const primary = run.state.primaryOf(instance)
  for (const index of disks) {
    const problem = notFound(instance, primary)
    if (problem !== undefined) throw execError(`Can't find DRBD device ${nameOf(index)}: ${problem}`)
    const disk = instance.disks[index]
    if (disk !== undefined && isDegraded(run.state, instance, primary, disk)) {
      throw execError(`DRBD device ${nameOf(index)} is degraded!`)
    }
  }
}

/** Removes what a disk has on a node: its data and its metadata, two logical volumes. */
export function removeOldStorage(
  run: OpcodeRun,
  disks: readonly number[],
  node: NodeState,
  nameOf: (index: number) => string,
  remove: (index: number) => void,
): void {
  for (const index of disks) {
    logInfo(run, `Remove logical volumes for ${nameOf(index)}`)
    const problem = rpcProblem(node)
    if (problem === undefined) {
      remove(index)
      continue
    }
    for (let volume = 0; volume < 2; volume += 1) {
      logWarning(run, `Can't remove old LV: ${problem}`, 'remove unused LVs manually')
    }
  }
}
