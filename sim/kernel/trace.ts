import type { JsonValue } from '../../src/cluster/json.ts'

/** What has happened in a simulation so far, a line for each thing, in order. Two runs are the same if their traces are. */
export interface Trace {
  /** Puts on record what `who` did at `nowUs` (microseconds since the epoch). */
  note(nowUs: number, who: string, what: string, details?: JsonValue): void
  /** All lines, each with its newline. */
  text(): string
}

/** A trace whose times count from `startUs`, in seconds with six decimals. */
export function createTrace(startUs: number): Trace {
  const lines: string[] = []
  return {
    note(nowUs, who, what, details) {
      const seconds = ((nowUs - startUs) / 1_000_000).toFixed(6)
      const rest = details === undefined ? '' : ` ${JSON.stringify(details)}`
      lines.push(`+${seconds} ${who} ${what}${rest}\n`)
    },
    text: () => lines.join(''),
  }
}
