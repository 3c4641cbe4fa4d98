import type { Instance } from '../../cluster/instance.ts'

/**
 * Whether an instance runs is what the hypervisor reports, not what its admin wants: MIGRATE refuses one that should run
 * and does not, and a failover would stop one that runs although it is marked down (opcodes.md sections 3 and 4).
 */
export function runs({ status }: Instance): boolean {
  return status === 'running' || status === 'ERROR_up'
}

/** Whether ganeti-watcher will start it where it is: its node answers, and it should run there and does not. */
export function isToBeStarted({ status, forthcoming }: Instance): boolean {
  return status === 'ERROR_down' && !forthcoming
}

/** Whether Ganeti starts the instance after a failover or a move. */
export function isToRun({ adminState }: Instance): boolean {
  return adminState === 'up'
}
