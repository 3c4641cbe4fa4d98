import { execError, prereqError } from '../ganeti-failure.ts'
import type { ClusterState } from '../state/cluster-state.ts'
import { volumePlace } from '../state/hardware.ts'
import type { InstanceState } from '../state/objects.ts'
import { microseconds } from '../timing.ts'
import { checkAdminState, checkNodeOnline } from './checks.ts'
import { expandInstance } from './expand.ts'
import { nodesOf, shutDownDisks, startDisks } from './guest.ts'
import { optionalTextOf, textOf } from './input.ts'
import { logInfo } from './job-log.ts'
import { instanceLock } from './lock-requests.ts'
import type { Opcode, OpcodeRun } from './opcode.ts'
import { anyObject, defaulted, flag, nonEmptyText, optional, required, text } from './opcode-field.ts'
import { raiseExec, rpcProblem, runHooks, runHooksBefore } from './rpc.ts'

/** OP_INSTANCE_REINSTALL (opcodes.md section 7; Ganeti lib/cmdlib/instance_operation.py:317-480). */
export const INSTANCE_REINSTALL: Opcode = {
  opId: 'OP_INSTANCE_REINSTALL',
  fields: [
    required('instance_name', text),
    optional('instance_uuid', nonEmptyText),
    defaulted('force_variant', flag, false),
    optional('os_type', nonEmptyText),
    optional('osparams', anyObject),
    optional('osparams_private', anyObject),
    optional('osparams_secret', anyObject),
  ],
  summaryOf: input => textOf(input, 'instance_name'),
  lockStages: [run => [instanceLock(expandInstance(run, 'refused'))]],
  *run(run) {
    const { state, input } = run
    const instance = expandInstance(run, 'refused')
    checkNodeOnline(state.primaryOf(instance), 'Instance primary node offline, cannot reinstall')
    if (instance.disks.length === 0) {
      throw prereqError(`Instance '${instance.name}' has no disks`, 'wrong_input')
    }
    checkAdminState(run, instance, ['down'], 'cannot reinstall')
    checkOperatingSystem(run, instance)
    const hookNodes = [state.master, ...nodesOf(state, instance)]
    yield* runHooksBefore(run, hookNodes)
    const osType = optionalTextOf(input, 'os_type')
    if (osType !== undefined) {
      run.log(`Changing OS scripts to '${osType}'...`)
      instance.os = osType
      state.touch(instance)
    }
    state.touch(instance)
    yield 0
    startDisks(run, instance, undefined)
    yield* runCreateScript(run, instance)
    runHooks(run, hookNodes)
    return null
  },
}

/** All nodes of the instance have to know the system; an offline one is asked, too, and so fails. */
function checkOperatingSystem(run: OpcodeRun, instance: InstanceState): void {
  run.fill({
    osparams: run.input['osparams'] ?? {},
    osparams_private: run.input['osparams_private'] ?? {},
    osparams_secret: run.input['osparams_secret'] ?? {},
  })
  const name = (optionalTextOf(run.input, 'os_type') ?? instance.os).split('+')[0] ?? ''
  for (const node of nodesOf(run.state, instance)) {
    if (!node.vmCapable) continue
    const isKnown = [...run.state.instances.values()].some(
      known => known.os === name || known.os.startsWith(`${name}+`),
    )
    raiseExec(
      rpcProblem(node) ?? (isKnown ? undefined : `Directory for OS ${name} not found in search path`),
      `OS Parameters validation failed on node ${node.name}`,
    )
  }
}

/** The disks are taken down again whatever the script does. */
function* runCreateScript(run: OpcodeRun, instance: InstanceState): Generator<number, void> {
  const { state, timing } = run
  const primary = state.primaryOf(instance)
  logInfo(run, 'Running instance OS create scripts...')
  try {
    yield microseconds(timing.reinstallMs)
    const problem =
      rpcProblem(primary) ??
      (state.cluster.osFails
        ? 'OS create script failed (exited with exit code 1), last lines in the log file:\ndummy OS: told to fail'
        : undefined)
    const failure = `Could not install OS for instance '${instance.name}' on node '${primary.name}'`
    if (problem !== undefined) throw execError(`${failure}: ${problem}`)
    install(state, instance)
  } finally {
    shutDownDisks(run, instance)
  }
}

/** Whatever was on the disks is gone, on both nodes of a mirror; blank disks keep their generation. */
function install(state: ClusterState, instance: InstanceState): void {
  for (const disk of instance.disks) {
    const volumes = nodesOf(state, instance).flatMap(
      node => volumePlace(state, instance, node)?.get(disk.uuid) ?? [],
    )
    if (volumes.some(volume => volume.content !== 'blank')) disk.generationsMade += 1
    for (const volume of volumes) {
      volume.content = 'installed'
      volume.generation = disk.generationsMade
    }
  }
}
