import { execError, prereqError } from '../ganeti-failure.ts'
import type { ClusterState } from '../state/cluster-state.ts'
import { volumePlace } from '../state/hardware.ts'
import type { InstanceState } from '../state/objects.ts'
import { microseconds } from '../timing.ts'
import { checkAdminState, checkNodeOnline } from './checks.ts'
import { expandInstance } from './expand.ts'
import { activateDisks, setDisksActive } from './guest.ts'
import { textOf } from './input.ts'
import { instanceLock } from './lock-requests.ts'
import type { Opcode } from './opcode.ts'
import { anyObject, defaulted, flag, nonEmptyText, optional, required, text } from './opcode-field.ts'

/** OP_INSTANCE_REINSTALL (opcodes.md section 7; Ganeti lib/cmdlib/instance_operation.py:343-460). */
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
  lockStages: [run => [instanceLock(expandInstance(run.state, run.input, 'refused'))]],
  *run({ state, input, timing }) {
    const instance = expandInstance(state, input, 'refused')
    checkNodeOnline(state.primaryOf(instance), 'Instance primary node offline, cannot reinstall')
    if (instance.disks.length === 0) {
      throw prereqError(`Instance '${textOf(input, 'instance_name')}' has no disks`, 'wrong_input')
    }
    checkAdminState(state, instance, ['down'], 'cannot reinstall')
    yield microseconds(timing.reinstallMs)
    activateDisks(state, instance)
    const failure = state.osCreationFailure
    if (failure === undefined) install(state, instance)
    // Whether the script fails or not, the disks are shut down again.
    setDisksActive(state, instance, false)
    if (failure !== undefined) {
      throw execError(
        `Could not install OS for instance '${instance.name}' on node '${state.primaryOf(instance).name}': OS create script failed (exited with exit code 1), last lines in the log file:\n${failure}`,
      )
    }
    state.touch(instance)
    return null
  },
}

/** Whatever was on the disks is gone, on both nodes of a mirror; blank disks keep their generation. */
function install(state: ClusterState, instance: InstanceState): void {
  const secondary = state.secondaryOf(instance)
  const nodes = [state.primaryOf(instance), ...(secondary === undefined ? [] : [secondary])]
  for (const disk of instance.disks) {
    const volumes = nodes.flatMap(node => volumePlace(state, instance, node)?.get(disk.uuid) ?? [])
    if (volumes.some(volume => volume.content !== 'blank')) disk.generationsMade += 1
    for (const volume of volumes) {
      volume.content = 'installed'
      volume.generation = disk.generationsMade
    }
  }
}
