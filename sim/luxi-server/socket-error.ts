import { HarepError } from '../../src/cluster/harep-error.ts'

/** A path at which no simulated luxid can listen; the message says why, and what to do. */
export class ServerSocketError extends HarepError {
  readonly code = 'SIM_SOCKET'
}
