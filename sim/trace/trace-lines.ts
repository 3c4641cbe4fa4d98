import { exhaustive } from '../../src/cluster/exhaustive.ts'
import { jobText } from './job-text.ts'
import { causesFirst, together } from './readers-order.ts'
import type { TraceEntry } from './trace-entry.ts'

type Of<Kind extends TraceEntry['kind']> = Extract<TraceEntry, { readonly kind: Kind }>

/** A line of a readable trace: when, in which lane, what. */
export interface TraceLine {
  readonly atUs: number
  readonly lane: string
  readonly text: string
}

/** What was told of before. */
interface Told {
  /** Jobs that end somewhere in the trace. */
  readonly ending: ReadonlySet<number>
  readonly begunJobs: Set<number>
  /** Decisions whose reason a line of their run told already, by run, instance and code. */
  readonly reasons: Set<string>
}

/**
 * A trace as its readers want it: one line for each thing that happened, and none for what only repeats. A job that only writes
 * tags is told when it has ended; a run with nothing new is one line; instances of which the same is said are told together.
 */
export function traceLines(entries: readonly TraceEntry[]): readonly TraceLine[] {
  const ending = entries.flatMap(one => (one.kind === 'job' && isOver(one.status) ? [one.job] : []))
  const told: Told = { ending: new Set(ending), begunJobs: new Set(), reasons: new Set() }
  return together(causesFirst(entries)).flatMap(group => {
    const [entry] = group
    const text = groupText(group, told)
    return text === undefined ? [] : [{ atUs: entry.atUs, lane: laneOf(entry), text }]
  })
}

function isOver(status: string): boolean {
  return status === 'success' || status === 'error' || status === 'canceled'
}

function laneOf(entry: TraceEntry): string {
  switch (entry.kind) {
    case 'happening':
      return entry.layer
    case 'run-started':
    case 'run-ended':
    case 'decision':
    case 'told':
      return 'harep'
    case 'violation':
      return 'VIOLATION'
    default:
      return entry.kind
  }
}

function groupText(group: readonly [TraceEntry, ...TraceEntry[]], told: Told): string | undefined {
  const [entry] = group
  switch (entry.kind) {
    case 'happening':
      return entry.tookPlace
        ? entry.text
        : `${entry.text}: without effect, since it is so already or cannot be`
    case 'calm':
      return 'nothing else happens any more; harep goes on'
    case 'run-started': {
      const name = `${programText(entry)} on ${entry.node}`
      const end = group[1]
      if (end?.kind !== 'run-ended') return `${name} begins`
      return `${name}${end.outcome === '0' ? ': nothing new' : ` ${endText(end)}`}`
    }
    case 'run-ended':
      return `run ${entry.run} ${endText(entry)}`
    case 'decision': {
      const decisions = group.filter(one => one.kind === 'decision')
      return decisionText(decisions.filter(one => !told.reasons.has(reasonKey(one, one.reason))))
    }
    case 'told':
      told.reasons.add(reasonKey(entry, codeOf(entry.text)))
      return `  ${shortIds(entry.text)}`
    case 'job': {
      const { job, status } = entry
      const text = jobText(entry, { willEnd: told.ending.has(job), hasBegun: told.begunJobs.has(job) })
      if (status === 'running') told.begunJobs.add(job)
      return text
    }
    case 'guest':
      return `${entry.instance} ${entry.runs ? 'runs' : 'stops'}`
    case 'violation':
      return `${entry.invariant}: ${entry.what}`
    default:
      return exhaustive(entry)
  }
}

function programText({ program, run }: Of<'run-started'>): string {
  switch (program) {
    case 'harep':
      return `run ${run} of harep`
    case 'classic':
      return `run ${run} of harep --classic`
    case 'second':
      return `run ${run}, of a second harep,`
    case 'original':
      return `run ${run} of the original harep`
    default:
      return exhaustive(program)
  }
}

function endText({ outcome }: Of<'run-ended'>): string {
  switch (outcome) {
    case '0':
      return 'ends'
    case '1':
      return 'ends with exit code 1: partial'
    case 'killed':
      return 'is killed'
    default:
      return `ends with an error: ${outcome}`
  }
}

function reasonKey({ run, instance }: Of<'decision' | 'told'>, code: string): string {
  return `${run} ${instance ?? ''} ${code}`
}

/** The reason code that ends a line, or nothing. */
function codeOf(text: string): string {
  return / \[([a-z-]+)\]$/.exec(text)?.[1] ?? ''
}

/** That a repair was submitted is told by the line of its beginning. */
function decisionText(decisions: readonly Of<'decision'>[]): string | undefined {
  const [first] = decisions
  if (first === undefined || first.reason === 'repair-submitted') return undefined
  const { state, reason, sentence, decidedBy } = first
  const names = decisions.map(({ instance }) => instance).join(', ')
  const by =
    decidedBy === undefined || sentence.includes(decidedBy) ? '' : `, ${causeText(state)} ${decidedBy}`
  return `  ${names}: ${state.replaceAll('-', ' ')}: ${shortIds(sentence)}${by} [${reason}]`
}

/** A tag that allows a repair is no cause of its waiting. */
function causeText(state: Of<'decision'>['state']): string {
  return state === 'suspended' || state === 'repair-disallowed' ? 'by' : 'allowed by'
}

/** Ids of repairs are 36 characters that nobody compares: the first eight tell them apart. */
function shortIds(text: string): string {
  return text.replace(/\b([0-9a-f]{8})(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, '$1')
}
