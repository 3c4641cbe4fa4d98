import { microseconds } from '../timing.ts'
import { checkAdminState, checkFreeMemory, checkNodeOnline } from './checks.ts'
import { expandInstance } from './expand.ts'
import { nodesOf, setAdminState, shutDownDisks, startDisks, startGuest } from './guest.ts'
import { flagOf, textOf } from './input.ts'
import { logInfo, logWarning } from './job-log.ts'
import { instanceLock } from './lock-requests.ts'
import type { Opcode } from './opcode.ts'
import {
  anyObject,
  defaulted,
  flag,
  natural,
  nonEmptyText,
  optional,
  required,
  text,
} from './opcode-field.ts'
import { raiseExec, raisePrereq, rpcProblem, runHooks, runHooksBefore } from './rpc.ts'

/** OP_INSTANCE_STARTUP (opcodes.md section 8; Ganeti lib/cmdlib/instance_operation.py:66-190). */
export const INSTANCE_STARTUP: Opcode = {
  opId: 'OP_INSTANCE_STARTUP',
  fields: [
    required('instance_name', text),
    optional('instance_uuid', nonEmptyText),
    defaulted('force', flag, false),
    defaulted('ignore_offline_nodes', flag, false),
    defaulted('hvparams', anyObject, {}),
    defaulted('beparams', anyObject, {}),
    defaulted('no_remember', flag, false),
    defaulted('startup_paused', flag, false),
    defaulted('shutdown_timeout', natural, 120),
  ],
  summaryOf: input => textOf(input, 'instance_name'),
  // Its code names the primary node's resources, too, but works that out before it has the instance, and so finds none.
  lockStages: [run => [instanceLock(expandInstance(run, 'refused'))]],
  *run(run) {
    const { input, state, timing } = run
    const instance = expandInstance(run, 'refused')
    checkAdminState(run, instance, ['down', 'up'])
    const primary = state.primaryOf(instance)
    const isIgnored = primary.offline && flagOf(input, 'ignore_offline_nodes')
    if (isIgnored) logWarning(run, 'Ignoring offline primary node')
    else {
      checkNodeOnline(primary)
      raisePrereq(rpcProblem(primary), `Error checking node ${primary.name}`, 'environment_error')
      if (!primary.hardware.guests.has(instance.uuid)) {
        checkFreeMemory(state, primary, `starting instance ${instance.name}`, instance.minMemoryMiB)
      }
    }
    const hookNodes = [state.master, ...nodesOf(state, instance)]
    yield* runHooksBefore(run, hookNodes)
    // Marked up before it is started: a failure behind this leaves an instance that should run and does not.
    if (!flagOf(input, 'no_remember')) setAdminState(state, instance, 'up')
    yield microseconds(timing.startupMs)
    if (isIgnored) logInfo(run, 'Primary node offline, marked instance as started')
    else {
      startDisks(run, instance, flagOf(input, 'force'))
      const problem = startGuest(state, instance)
      if (problem !== undefined) shutDownDisks(run, instance)
      raiseExec(problem, `Could not start instance '${instance.name}'`)
    }
    runHooks(run, hookNodes)
    return null
  },
}
