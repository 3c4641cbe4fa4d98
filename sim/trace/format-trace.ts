import { printable } from '../../src/report/printable.ts'
import { timeOfPlay } from './time-of-play.ts'
import type { TraceEntry } from './trace-entry.ts'
import { type TraceLine, traceLines } from './trace-lines.ts'

/** Width of the columns before the text. */
const TIME_WIDTH = 11
const LANE_WIDTH = 8

/**
 * A trace as text for people, a line for each thing that happened: when since the beginning, in which lane (the layer of a fault,
 * `harep`, `job` or `guest`), what. Safe to print.
 */
export function formatTrace(entries: readonly TraceEntry[]): string {
  return traceLines(entries).map(formatTraceLine).join('')
}

/** One line, with its end. */
export function formatTraceLine({ atUs, lane, text }: TraceLine): string {
  return `${timeOfPlay(atUs).padEnd(TIME_WIDTH)}${lane.padEnd(LANE_WIDTH)} ${printable(text)}\n`
}

/** Every entry of a trace, with every status of every job. */
export function formatFullTrace(entries: readonly TraceEntry[]): string {
  return entries
    .flatMap(entry => (entry.kind === 'job' ? [jobLine(entry)] : traceLines([entry])))
    .map(formatTraceLine)
    .join('')
}

function jobLine({ atUs, job, status, summary }: Extract<TraceEntry, { readonly kind: 'job' }>): TraceLine {
  return { atUs, lane: 'job', text: `${job} is ${status}: ${summary}` }
}
