import { prereqError } from '../ganeti-failure.ts'
import type { InstanceState } from '../state/objects.ts'
import { microseconds } from '../timing.ts'
import { checkAdminState, checkNodeOnline } from './checks.ts'
import { expandInstance } from './expand.ts'
import { nodesOf, setAdminState, shutDownDisks, stopGuest } from './guest.ts'
import { flagOf, optionalTextOf, textOf } from './input.ts'
import { logInfo, logWarning } from './job-log.ts'
import { instanceLock } from './lock-requests.ts'
import type { Opcode, OpcodeRun } from './opcode.ts'
import { defaulted, flag, natural, nonEmptyText, oneOf, optional, required, text } from './opcode-field.ts'
import { raiseExec, raisePrereq, rpcProblem, runHooks, runHooksBefore } from './rpc.ts'

/** OP_INSTANCE_SHUTDOWN (opcodes.md section 9; Ganeti lib/cmdlib/instance_operation.py:193-310). */
export const INSTANCE_SHUTDOWN: Opcode = {
  opId: 'OP_INSTANCE_SHUTDOWN',
  fields: [
    required('instance_name', text),
    optional('instance_uuid', nonEmptyText),
    defaulted('force', flag, false),
    defaulted('ignore_offline_nodes', flag, false),
    defaulted('timeout', natural, 120),
    defaulted('no_remember', flag, false),
    optional('admin_state_source', oneOf('AdminStateSource', ['admin', 'user'])),
  ],
  summaryOf: input => textOf(input, 'instance_name'),
  lockStages: [
    run => {
      const source = optionalTextOf(run.input, 'admin_state_source')
      if (source === undefined) run.fill({ admin_state_source: 'admin' })
      else if (flagOf(run.input, 'no_remember')) {
        logWarning(run, "Parameter 'admin_state_source' has no effect if used with parameter 'no_remember'")
      }
      return [instanceLock(expandInstance(run, 'refused'))]
    },
  ],
  *run(run) {
    const { input, state, timing } = run
    const instance = expandInstance(run, 'refused')
    if (flagOf(input, 'force')) logWarning(run, 'Ignoring offline instance check')
    else checkAdminState(run, instance, ['down', 'up'])
    const primary = state.primaryOf(instance)
    const isIgnored = primary.offline && flagOf(input, 'ignore_offline_nodes')
    if (isIgnored) logWarning(run, 'Ignoring offline primary node')
    else checkNodeOnline(primary)
    const isUser = optionalTextOf(input, 'admin_state_source') === 'user'
    if (isUser) checkUserDown(run, instance)
    const hookNodes = [state.master, ...nodesOf(state, instance)]
    yield* runHooksBefore(run, hookNodes)
    // One that is marked as offline stays so.
    if (!flagOf(input, 'no_remember') && instance.adminState !== 'offline') {
      setAdminState(state, instance, 'down', 'admin')
      if (isUser) setAdminState(state, instance, 'down', 'user')
    }
    yield microseconds(timing.shutdownMs)
    // On an offline node nothing is stopped: the instance is only marked, and its disks stay marked as active.
    if (isIgnored) logInfo(run, 'Primary node offline, marked instance as stopped')
    else {
      raiseExec(stopGuest(instance, primary), `Could not shutdown instance '${instance.name}'`)
      shutDownDisks(run, instance)
    }
    runHooks(run, hookNodes)
    return null
  },
}

/** No hypervisor of the simulation keeps a guest that was shut down from within: nothing ever qualifies. */
function checkUserDown(run: OpcodeRun, instance: InstanceState): void {
  const primary = run.state.primaryOf(instance)
  raisePrereq(rpcProblem(primary), `Error checking instance '${instance.name}'`)
  throw prereqError(`Instance '${instance.name}' was not shutdown by the user`)
}
