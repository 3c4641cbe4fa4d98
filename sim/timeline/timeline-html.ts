import { causesFirst } from '../trace/readers-order.ts'
import type { TraceEntry } from '../trace/trace-entry.ts'
import { page } from './page.ts'
import { playData } from './play-data.ts'

/**
 * One play as one HTML file that needs nothing else, no network either: lanes for nodes, instances, runs of harep and jobs, and
 * all the same as text. The same entries give the same bytes.
 */
export function timelineHtml(title: string, entries: readonly TraceEntry[]): string {
  return page(title, { plays: [playData('', causesFirst(entries))] })
}
