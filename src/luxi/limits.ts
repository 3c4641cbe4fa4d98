import { MESSAGE_BYTES_MAX } from './frames.ts'

/** What a peer may cost before harep gives it up. */
export interface LuxiLimits {
  /** For a connection to be accepted, in milliseconds, retries while the server's backlog is full included. */
  readonly connectMs: number
  /** Without a byte received, or without being able to send, in milliseconds. Each piece starts it anew. */
  readonly silenceMs: number
  /** For one whole answer, in milliseconds from the call, so that a peer which sends byte by byte cannot hold a run. */
  readonly totalMs: number
  /** For one answer, in bytes. */
  readonly maxBytes: number
}

/**
 * The first two are Ganeti's own (src/Ganeti/Constants.hs:5222-5241). No real answer takes ten minutes: luxid itself
 * ends WaitForJobChange after 89 s, and a query waits for its nodes no longer than an RPC's time limit.
 */
export const LUXI_LIMITS: LuxiLimits = {
  connectMs: 30_000,
  silenceMs: 180_000,
  totalMs: 600_000,
  maxBytes: MESSAGE_BYTES_MAX,
}
