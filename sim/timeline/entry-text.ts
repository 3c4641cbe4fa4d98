import { exhaustive } from '../../src/cluster/exhaustive.ts'
import { printable } from '../../src/report/printable.ts'
import type { TraceEntry } from '../trace/trace-entry.ts'

/** What an entry tells, without its time, in one line that is safe to print. */
export function entryText(entry: TraceEntry): string {
  return printable(textOf(entry))
}

function textOf(entry: TraceEntry): string {
  switch (entry.kind) {
    case 'happening':
      return entry.tookPlace ? entry.text : `${entry.text}: nothing changed`
    case 'calm':
      return 'the faults stop'
    case 'run-started':
      return `run ${entry.run} of ${entry.program} starts on ${entry.node}`
    case 'run-ended':
      return `run ${entry.run} ends: ${entry.outcome}`
    case 'decision': {
      const by = entry.decidedBy === undefined ? '' : `; decided by ${entry.decidedBy}`
      return `${entry.instance}: ${entry.state} (${entry.reason}): ${entry.sentence}${by}`
    }
    case 'told':
      return `run ${entry.run}: ${entry.text}`
    case 'job':
      return `job ${entry.job} ${entry.status}: ${entry.summary}${entry.isRepair ? ' [repair]' : ''}`
    case 'guest':
      return `${entry.instance} ${entry.runs ? 'runs' : 'stops'}`
    case 'violation':
      return `VIOLATION of ${entry.invariant}: ${entry.what}`
    default:
      return exhaustive(entry)
  }
}
