/** What the clients of a simulated luxid may cost it. The real one has no limit but the time (luxi.md section 1). */
export interface ServerLimits {
  /** For one request, in bytes, its end not counted. */
  readonly requestBytesMax: number
  /** Connections at once; one more is closed as soon as it is there. */
  readonly connectionsMax: number
  /** How long a client may send nothing, or not take its answer, in milliseconds. */
  readonly silenceMs: number
}

/**
 * 64 MiB are some 30,000 jobs in one SubmitManyJobs. The time is Ganeti's own (src/Ganeti/Constants.hs:5222-5241): its
 * server uses for a client's silence what its clients use for the server's.
 */
export const SERVER_LIMITS: ServerLimits = {
  requestBytesMax: 64 * 1024 * 1024,
  connectionsMax: 200,
  silenceMs: 180_000,
}
