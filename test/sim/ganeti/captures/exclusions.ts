/** An exchange of a capture that is not compared, and why. */
export interface Exclusion {
  readonly capture: string
  readonly name: string
  readonly reason: string
}

export const EXCLUSIONS: readonly Exclusion[] = [
  {
    capture: 'wide',
    name: 'running and waiting',
    reason:
      'Ganeti writes into the opcodes of a running job what it found out itself (on_node_uuids); the simulated one keeps ' +
      'what was submitted',
  },
]
