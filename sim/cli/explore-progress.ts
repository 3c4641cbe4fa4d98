import type { Tally } from '../explore/tally.ts'

/** The part of standard error that the line is written to. */
interface Terminal {
  readonly isTTY?: boolean
  write(text: string): unknown
}

/** A line on a terminal that tells how far a sweep is; elsewhere nothing. */
export function progressLine(
  terminal: Terminal,
  everySeconds: number,
): { show(tally: Tally, runs: number | undefined): void; clear(): void } {
  if (terminal.isTTY !== true) return { show: () => {}, clear: () => {} }
  let shownAt = Number.NEGATIVE_INFINITY
  return {
    show: ({ runs, seconds, violations, shard }, total) => {
      if (seconds < shownAt + everySeconds) return
      shownAt = seconds
      const of = total === undefined ? '' : ` of ${Math.ceil(total / shard.of)}`
      const rate = Math.round(runs / Math.max(seconds, 0.001))
      terminal.write(`\r\u001b[K${runs}${of} scenarios, ${rate}/s, ${violations} violations`)
    },
    clear: () => terminal.write('\r\u001b[K'),
  }
}
