const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g

/**
 * Which simulated UUID stands for which captured one, learned from answers that are the same in all else. Once learned, a
 * pair holds: another UUID in its place is a difference.
 */
export class UuidPairs {
  readonly #simulatedOf = new Map<string, string>()
  readonly #capturedOf = new Map<string, string>()

  /** Whether two texts are the same but for their UUIDs, and these stand for each other. */
  areSame(captured: string, simulated: string): boolean {
    const expected = captured.match(UUID) ?? []
    const actual = simulated.match(UUID) ?? []
    if (expected.length === 0) return captured === simulated
    if (captured.replace(UUID, '') !== simulated.replace(UUID, '')) return false
    if (expected.length !== actual.length) return false
    return expected.every((uuid, index) => this.#isPair(uuid, actual[index] ?? ''))
  }

  /** A captured text as it is to be sent to the simulated cluster. */
  translated(captured: string): string {
    return captured.replace(UUID, uuid => this.#simulatedOf.get(uuid) ?? uuid)
  }

  #isPair(captured: string, simulated: string): boolean {
    const known = this.#simulatedOf.get(captured)
    if (known !== undefined) return known === simulated
    if (this.#capturedOf.has(simulated)) return false
    this.#simulatedOf.set(captured, simulated)
    this.#capturedOf.set(simulated, captured)
    return true
  }
}
