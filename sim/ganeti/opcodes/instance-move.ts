import { execError, prereqError } from '../ganeti-failure.ts'
import { finishCopy, removeVolumes, startCopy, volumePlace } from '../state/hardware.ts'
import type { InstanceState, NodeState } from '../state/objects.ts'
import { storageKind } from '../state/templates.ts'
import { transferUs } from '../timing.ts'
import {
  checkFreeMemory,
  checkNodeNotDrained,
  checkNodeOnline,
  checkNodeVmCapable,
  checkTargetPolicy,
} from './checks.ts'
import { creationProblem, diskProblem, diskTotalMiB } from './disks.ts'
import { expandInstance, expandNode } from './expand.ts'
import { assembleDisks, shutDownDisks, startGuest, stopGuest } from './guest.ts'
import { flagOf, textOf } from './input.ts'
import { logInfo, logWarning } from './job-log.ts'
import { instanceLock, nodeLocks, nodeResourceLocks } from './lock-requests.ts'
import type { Opcode, OpcodeRun } from './opcode.ts'
import { defaulted, flag, natural, nonEmptyText, optional, required, text } from './opcode-field.ts'
import { raiseExec, rpcProblem, runHooks, runHooksBefore } from './rpc.ts'

/** OP_INSTANCE_MOVE (opcodes.md section 14; Ganeti lib/cmdlib/instance.py:325-535). */
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
      const instance = expandInstance(run, 'refused')
      const target = [expandNode(run, 'target_node')]
      return [instanceLock(instance), ...nodeLocks(target), ...nodeResourceLocks(target)]
    },
  ],
  *run(run) {
    const { state, timing } = run
    const instance = expandInstance(run, 'refused')
    const source = state.primaryOf(instance)
    const target = expandNode(run, 'target_node')
    checkPrerequisites(run, instance, source, target)
    const hookNodes = [state.master, source, target]
    yield* runHooksBefore(run, hookNodes)
    shutDownSource(run, instance, source)
    checkTarget(run, instance, target)
    logTransferStart(run, instance, source, target)
    startCopy(instance, source, target)
    yield transferUs(diskTotalMiB(instance), timing.copyMiBPerSecond)
    finishTransfer(run, instance, source, target)
    state.setInstanceNodes(instance, target.uuid, undefined)
    state.touch(instance)
    logInfo(run, 'Removing the disks on the original node')
    removeSource(run, instance, source)
    if (instance.adminState === 'up') startOnTarget(run, instance, target)
    runHooks(run, hookNodes)
    return null
  },
}

function checkPrerequisites(
  run: OpcodeRun,
  instance: InstanceState,
  source: NodeState,
  target: NodeState,
): void {
  if (instance.disks.length > 0 && storageKind(instance.diskTemplate) !== 'node') {
    throw prereqError(
      `Instance disk 0 has disk type ${instance.diskTemplate} and is not suitable for copying`,
      'wrong_state',
    )
  }
  if (target === source) {
    throw prereqError(`Instance ${instance.name} is already on the node ${target.name}`, 'wrong_state')
  }
  checkNodeOnline(target)
  checkNodeNotDrained(target)
  checkNodeVmCapable(target)
  checkTargetPolicy(run, instance, target, flagOf(run.input, 'ignore_ipolicy'))
  if (instance.adminState === 'up') {
    checkFreeMemory(run.state, target, `failing over instance ${instance.name}`, instance.memoryMiB)
  } else {
    logInfo(run, 'Not checking memory on the secondary node as instance will not be started')
  }
}

function shutDownSource(run: OpcodeRun, instance: InstanceState, source: NodeState): void {
  logInfo(run, `Shutting down instance ${instance.name} on source node ${source.name}`)
  const problem = stopGuest(instance, source)
  const failure = `Could not shutdown instance ${instance.name} on node ${source.name}`
  if (!flagOf(run.input, 'ignore_consistency')) raiseExec(problem, failure)
  else if (problem !== undefined) {
    logWarning(
      run,
      `${failure}. Proceeding anyway. Please make sure node ${source.name} is down. Error details: ${problem}`,
    )
  }
}

function checkTarget(run: OpcodeRun, instance: InstanceState, target: NodeState): void {
  for (const disk of instance.disks) {
    const problem = creationProblem(run.state, instance, target, disk)
    if (problem === undefined) continue
    logWarning(run, 'Device creation failed')
    throw execError(problem)
  }
}

function logTransferStart(
  run: OpcodeRun,
  instance: InstanceState,
  source: NodeState,
  target: NodeState,
): void {
  for (const index of instance.disks.keys()) {
    run.log(`Exporting disk/${index} from ${source.name} to ${target.name}`)
    run.log(`disk/${index} is now listening, starting export`)
    run.log(`disk/${index} is receiving data on ${target.name}`)
    run.log(`disk/${index} is sending data on ${source.name}`)
  }
}

/** A copy that fails leaves the instance where it was, stopped, with its admin state as it was. */
function finishTransfer(run: OpcodeRun, instance: InstanceState, source: NodeState, target: NodeState): void {
  const isBroken =
    rpcProblem(target) !== undefined ||
    instance.disks.some(disk => diskProblem(run.state, instance, source, disk) !== undefined)
  if (isBroken) {
    logWarning(run, 'Some disks failed to copy, aborting')
    if (rpcProblem(target) === undefined) removeVolumes(instance, target)
    throw execError('Errors during disk copy: Failed to transfer instance data')
  }
  for (const index of instance.disks.keys()) {
    run.log(`disk/${index} finished receiving data`)
    run.log(`disk/${index} finished sending data`)
  }
  finishCopy(instance, source, target)
}

function removeSource(run: OpcodeRun, instance: InstanceState, source: NodeState): void {
  const problem = rpcProblem(source)
  if (problem === undefined) {
    for (const disk of instance.disks) volumePlace(run.state, instance, source)?.delete(disk.uuid)
    return
  }
  for (const index of instance.disks.keys()) {
    logWarning(run, `Could not remove disk ${index} on node ${source.name}, continuing anyway: ${problem}`)
  }
}

function startOnTarget(run: OpcodeRun, instance: InstanceState, target: NodeState): void {
  logInfo(run, `Starting instance ${instance.name} on node ${target.name}`)
  if (!assembleDisks(run, instance, 'ignored')) {
    shutDownDisks(run, instance)
    throw execError("Can't activate the instance's disks")
  }
  const problem = startGuest(run.state, instance)
  if (problem === undefined) return
  shutDownDisks(run, instance)
  throw execError(`Could not start instance ${instance.name} on node ${target.name}: ${problem}`)
}
