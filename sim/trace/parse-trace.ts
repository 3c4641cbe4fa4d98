import * as v from 'valibot'
import { type ExitCode, HarepError } from '../../src/cluster/harep-error.ts'
import { INSTANCE_STATES } from '../../src/planner/instance-state.ts'
import { REASON_CODES } from '../../src/planner/reason.ts'
import { printable } from '../../src/report/printable.ts'
import { LAYERS } from '../faults/layer.ts'
import { PROGRAMS } from '../play/harep-run.ts'
import type { TraceEntry } from './trace-entry.ts'

/** A file that is no trace; the message says where it goes wrong. */
class TraceFileError extends HarepError {
  readonly code = 'TRACE_FILE'
  override readonly exitCode: ExitCode = 2
}

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const maybe = v.exactOptional(v.string())
const when = { atUs: count }

const ENTRY = v.variant('kind', [
  v.strictObject({
    ...when,
    kind: v.literal('happening'),
    fault: v.string(),
    layer: v.picklist(LAYERS),
    text: v.string(),
    about: maybe,
    tookPlace: v.boolean(),
  }),
  v.strictObject({ ...when, kind: v.literal('calm') }),
  v.strictObject({
    ...when,
    kind: v.literal('run-started'),
    run: count,
    program: v.picklist(PROGRAMS),
    node: v.string(),
  }),
  v.strictObject({ ...when, kind: v.literal('run-ended'), run: count, outcome: v.string() }),
  v.strictObject({
    ...when,
    kind: v.literal('decision'),
    run: count,
    instance: v.string(),
    state: v.picklist(INSTANCE_STATES),
    reason: v.picklist(REASON_CODES),
    sentence: v.string(),
    decidedBy: maybe,
  }),
  v.strictObject({ ...when, kind: v.literal('told'), run: count, instance: maybe, text: v.string() }),
  v.strictObject({
    ...when,
    kind: v.literal('job'),
    job: count,
    status: v.string(),
    summary: v.string(),
    instance: maybe,
    isRepair: v.boolean(),
  }),
  v.strictObject({ ...when, kind: v.literal('guest'), instance: v.string(), runs: v.boolean() }),
  v.strictObject({ ...when, kind: v.literal('violation'), invariant: v.string(), what: v.string() }),
])

/**
 * Reads the JSON of a trace: a list of entries, or what `harep-sim run --json FILE` prints for one file. Throws TraceFileError.
 *
 * @param fileName for messages only
 */
export function parseTrace(text: string, fileName: string): readonly TraceEntry[] {
  const fail = (what: string) => new TraceFileError(`${printable(fileName)}: ${what}`)
  let data: unknown
  try {
    data = JSON.parse(text)
  } catch (error) {
    throw fail(`this is no JSON: ${printable(error instanceof Error ? error.message : String(error))}`)
  }
  const list = listOf(data)
  if (list.kind === 'none') throw fail(list.why)
  const parsed = v.safeParse(v.array(ENTRY), list.entries)
  if (!parsed.success) {
    const [issue] = parsed.issues
    const index = issue.path?.[0]?.key
    const where = typeof index === 'number' ? `entry ${index + 1}` : 'the whole'
    throw fail(`${where} is no part of a trace: ${printable(issue.message)}`)
  }
  const late = parsed.output.findIndex(({ atUs }, index) => atUs < (parsed.output[index - 1]?.atUs ?? 0))
  if (late > 0) throw fail(`entry ${late + 1} is earlier than the one before it`)
  // The schema has the members of TraceEntry; what is undefined there is absent in JSON.
  return parsed.output as readonly TraceEntry[]
}

type List =
  | { readonly kind: 'entries'; readonly entries: readonly unknown[] }
  /** `why` says what to do, too. */
  | { readonly kind: 'none'; readonly why: string }

/** The entries, alone or in what `run --json` prints. */
function listOf(data: unknown): List {
  if (Array.isArray(data)) return { kind: 'entries', entries: data }
  const isObject = typeof data === 'object' && data !== null
  if (!isObject || !('scenarios' in data) || !Array.isArray(data.scenarios))
    return {
      kind: 'none',
      why: 'this is no trace; a trace is a list of entries, or what harep-sim run --json FILE prints',
    }
  const scenarios: readonly unknown[] = data.scenarios
  const [first] = scenarios
  if (scenarios.length !== 1)
    return {
      kind: 'none',
      why: `this has the traces of ${scenarios.length} scenarios, and one is drawn; give harep-sim run --json one file`,
    }
  if (typeof first !== 'object' || first === null || !('trace' in first) || !Array.isArray(first.trace))
    return { kind: 'none', why: 'this has no trace; run harep-sim run --json without -q' }
  return { kind: 'entries', entries: first.trace }
}
