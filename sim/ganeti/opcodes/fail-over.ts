import { execError } from '../ganeti-failure.ts'
import { leaveBehind } from '../state/hardware.ts'
import type { InstanceState, NodeState } from '../state/objects.ts'
import { isExternallyMirrored } from '../state/templates.ts'
import { microseconds } from '../timing.ts'
import { isAssembled, isDegraded } from './disks.ts'
import { assembleDisks, shutDownDisks, startGuest, stopGuest } from './guest.ts'
import { logWarning } from './job-log.ts'
import type { OpcodeRun } from './opcode.ts'
import { rpcProblem } from './rpc.ts'

/**
 * Moves an instance by stopping it and starting it elsewhere (lib/cmdlib/instance_migration.py:1030-1124). A dead node is
 * tolerated only if it is marked offline: otherwise the guest might still run there. A failure behind the switch of the
 * nodes leaves the instance on its new primary.
 */
export function* failOver(
  run: OpcodeRun,
  instance: InstanceState,
  target: NodeState,
  ignoreConsistency: boolean,
): Generator<number, void> {
  const { state, timing } = run
  const source = state.primaryOf(instance)
  if (instance.forthcoming) {
    run.log('Instance is forthcoming, just updating the  configuration')
    state.setInstanceNodes(instance, target.uuid, oldSecondary(instance, source))
    return
  }
  const durationUs = microseconds(timing.failoverMs)
  yield Math.floor(durationUs / 2)
  checkConsistency(run, instance, target, ignoreConsistency)
  run.log('* shutting down instance on source node')
  shutDownSource(run, instance, source, ignoreConsistency)
  if (isExternallyMirrored(instance.diskTemplate)) closeDisks(run, source, ignoreConsistency)
  run.log("* deactivating the instance's disks on source node")
  if (!shutDownDisks(run, instance, 'ignored')) throw execError("Can't shut down the instance's disks")
  state.setInstanceNodes(instance, target.uuid, oldSecondary(instance, source))
  if (instance.secondaryUuid !== undefined && rpcProblem(source) !== undefined)
    leaveBehind(instance, source, target)
  yield Math.ceil(durationUs / 2)
  if (instance.adminState !== 'up') return
  run.log(`* activating the instance's disks on target node ${target.name}`)
  if (!assembleDisks(run, instance, 'ignored')) {
    shutDownDisks(run, instance)
    throw execError("Can't activate the instance's disks")
  }
  run.log(`* starting the instance on the target node ${target.name}`)
  const problem = startGuest(state, instance)
  if (problem !== undefined) {
    shutDownDisks(run, instance)
    throw execError(`Could not start instance ${instance.name} on node ${target.name}: ${problem}`)
  }
}

/** DRBD's disks stay on their two nodes; everything else has no secondary. */
export function oldSecondary(instance: InstanceState, source: NodeState): string | undefined {
  return instance.secondaryUuid === undefined ? undefined : source.uuid
}

function checkConsistency(
  run: OpcodeRun,
  instance: InstanceState,
  target: NodeState,
  ignoreConsistency: boolean,
): void {
  if (!instance.disksActive) {
    run.log('* not checking disk consistency as instance is not running')
    return
  }
  run.log('* checking disk consistency between source and target')
  const source = run.state.primaryOf(instance)
  for (const [index, disk] of instance.disks.entries()) {
    if (isConsistent(run, instance, target, disk)) continue
    if (source.offline) {
      run.log(`Node ${source.name} is offline, ignoring degraded disk ${index} on target node ${target.name}`)
    } else if (!ignoreConsistency) {
      throw execError(`Disk ${index} is degraded on target node, aborting failover`)
    }
  }
}

/** Whether a disk on the target is as good as on the source (lib/cmdlib/instance_storage.py:2127-2170). */
export function isConsistent(
  run: OpcodeRun,
  instance: InstanceState,
  target: NodeState,
  disk: InstanceState['disks'][number],
): boolean {
  // Only DRBD has a device on a node that is not the primary one.
  if (instance.secondaryUuid === undefined) return true
  const problem = rpcProblem(target)
  if (problem !== undefined) {
    logWarning(run, `Can't find disk on node ${target.name}: ${problem}`)
    return false
  }
  if (!isAssembled(instance, target) || !target.hardware.volumes.has(disk.uuid)) {
    logWarning(run, `Can't find disk on node ${target.name}`)
    return false
  }
  return !isDegraded(run.state, instance, target, disk)
}

function shutDownSource(
  run: OpcodeRun,
  instance: InstanceState,
  source: NodeState,
  ignoreConsistency: boolean,
): void {
  const problem = stopGuest(instance, source)
  if (problem === undefined) return
  const failure = `Could not shutdown instance ${instance.name} on node ${source.name}`
  if (!ignoreConsistency && !source.offline) throw execError(`${failure}: ${problem}`)
  logWarning(
    run,
    `${failure}, proceeding anyway; please make sure node ${source.name} is down; error details: ${problem}`,
  )
}

/** Closes the disks of an instance on a node, so that another one may write to them. */
export function closeDisks(run: OpcodeRun, node: NodeState, ignoreConsistency: boolean): void {
  run.log(`* closing instance disks on node ${node.name}`)
  const problem = rpcProblem(node)
  if (problem === undefined) return
  if (!node.offline && !ignoreConsistency) {
    throw execError(`Cannot close instance disks on node ${node.name}: ${problem}`)
  }
  logWarning(run, `Could not close instance disks on node ${node.name}, proceeding anyway`)
}
