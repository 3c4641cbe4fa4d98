import { testDelay } from '../../cluster/opcode.ts'
import { type RepairRecord, tagged } from '../../cluster/repair-tag.ts'
import { TagRefusedError, tagCountObjection, tagObjection } from '../../cluster/tag-limits.ts'
import { GanetiError } from '../../luxi/luxi-error.ts'
import type { Action, Decision } from '../../planner/decision.ts'
import { placedOpcodes } from '../../planner/place.ts'
import { type RepairState, supersededTags } from '../../planner/repair-state.ts'
import { annotate } from '../annotate.ts'
import { perform, type Run } from '../effects.ts'
import { submitJobs } from '../job-calls.ts'
import { repairMark } from '../repair-mark.ts'
import type { RunOptions } from '../run-options.ts'
import { secondsOf } from '../time.ts'
import { changeTags, type TagChange } from './tag-change.ts'
import { timeAfter } from './time-after.ts'

/** A decision, with the state of the instance that it replaces. */
export interface Planned {
  readonly decision: Decision
  readonly state: RepairState
  /** How many tags the instance has. */
  readonly tagCount: number
}

/** What came of it: the decisions as they stand now, and how many of them could not be carried out. */
export interface CarriedOut {
  readonly decisions: ReadonlyMap<string, Decision>
  readonly problems: number
}

/**
 * So many repairs are submitted before their tags are: the first ones are on record within seconds, and what is submitted is
 * never decided on data that is older than the chunk before it took.
 */
const CHUNK = 20

/**
 * Submits the repairs and writes their tags, a chunk after the other, and records new refusals. What concerns one instance
 * is reported and stops nothing else. Before each further chunk the plan is made again, and what it no longer has is left:
 * a node may be back by then, with the data of instances that were to be re-created. An answer of luxid's that concerns them all (a queue that was drained just now) ends
 * it; a broken connection ends the run: the next one finds in the queue what was submitted.
 */
export function* carryOut(
  planned: readonly Planned[],
  options: RunOptions,
  planAgain: () => Run<readonly Planned[]>,
): Run<CarriedOut> {
  const decisions = new Map<string, Decision>()
  let problems = 0
  let todo = planned.filter(isTodo)
  try {
    while (todo.length > 0) {
      const [chunk, rest] = [todo.slice(0, CHUNK), todo.slice(CHUNK)]
      const { changes, failed } = yield* beginChunk(chunk, options, decisions)
      problems += failed + (yield* changeTags(changes, options)).size
      todo = options.dryRun || rest.length === 0 ? rest : yield* stillDue(rest, planAgain, decisions)
    }
  } catch (error) {
    if (!(error instanceof GanetiError)) throw error
    yield* perform({
      kind: 'report',
      event: { kind: 'problem', instance: undefined, problem: error.message },
    })
    problems += 1
  }
  return { decisions, problems }
}

/** What of the rest a new plan still has; for what it has not any more, its decision is noted. */
function* stillDue(
  rest: readonly Todo[],
  planAgain: () => Run<readonly Planned[]>,
  decisions: Map<string, Decision>,
): Run<Todo[]> {
  const names = new Set(rest.map(({ decision }) => decision.instance))
  const again = (yield* planAgain()).filter(({ decision }) => names.has(decision.instance))
  for (const { decision } of again) decisions.set(decision.instance, decision)
  return again.filter(isTodo)
}

type Todo = Planned & {
  readonly decision: { readonly action: Extract<Action, { readonly kind: 'repair' | 'refuse' }> }
}

/** A refusal that stands on record already is not written again: that would be two jobs a run for nothing. */
function isTodo(planned: Planned): planned is Todo {
  const { action } = planned.decision
  if (action.kind === 'refuse') {
    const { last } = planned.state
    return !(last?.result === 'enoperm' && last.type === action.type)
  }
  return action.kind === 'repair'
}

function* beginChunk(
  chunk: readonly Todo[],
  options: RunOptions,
  decisions: Map<string, Decision>,
): Run<{ readonly changes: readonly TagChange[]; readonly failed: number }> {
  const nowUs = yield* perform({ kind: 'now' })
  const records: { readonly todo: Todo; readonly record: RepairRecord }[] = []
  let failed = 0
  function* cannot(todo: Todo, problem: string): Run<void> {
    const { instance } = todo.decision
    yield* perform({ kind: 'report', event: { kind: 'problem', instance, problem } })
    decisions.set(instance, { ...todo.decision, reason: { code: 'problem', problem } })
    failed += 1
  }
  for (const todo of chunk) {
    const record = yield* newRecord(todo, nowUs)
    const { tag } = tagged(record)
    const objection = tagObjection(tag) ?? tagCountObjection(mostTags(todo))
    if (objection === undefined) {
      yield* reportBeginning(todo)
      records.push({ todo, record })
    } else yield* cannot(todo, new TagRefusedError(todo.decision.instance, tag, objection).message)
  }
  const repairs = records.filter(({ record }) => record.result === undefined)
  const jobs = yield* submitRepairs(repairs, options, nowUs)

  const changes: TagChange[] = []
  for (const { todo, record } of records) {
    const instance = todo.decision.instance
    const job = jobs.get(instance)
    if (record.result === undefined && job?.kind !== 'job' && !options.dryRun) {
      yield* cannot(todo, `its repair was not submitted: ${job?.why ?? 'luxid gave no job'}`)
      continue
    }
    const add = tagged({ ...record, jobs: job?.kind === 'job' ? [job.id] : [] })
    changes.push({ instance, add, remove: supersededTags(todo.state), tagCount: todo.tagCount })
    if (record.result === undefined && options.dryRun) {
      decisions.set(instance, { ...todo.decision, reason: { code: 'would-submit', type: record.type } })
    } else if (record.result === undefined) {
      const reason = { code: 'repair-submitted', type: record.type, jobs: add.jobs } as const
      decisions.set(instance, { ...todo.decision, state: 'pending-repair', reason })
    }
  }
  return { changes, failed }
}

/**
 * How many tags an instance has when the last tag of its repair is added: the pending one goes beside all that are there,
 * the result beside the pending one. A repair whose failure could not be put on record would be made again by every run.
 */
function mostTags({ decision: { action }, state, tagCount }: Todo): number {
  return action.kind === 'refuse' ? tagCount : Math.max(tagCount, tagCount + 1 - supersededTags(state).length)
}

function* reportBeginning({ decision: { instance, action } }: Todo): Run<void> {
  if (action.kind === 'refuse') {
    yield* perform({
      kind: 'report',
      event: { kind: 'refused', instance, type: action.type, upTo: action.upTo },
    })
  } else {
    yield* perform({ kind: 'report', event: { kind: 'repairing', instance, type: action.type } })
  }
}

function* newRecord({ decision: { action }, state }: Todo, nowUs: number): Run<RepairRecord> {
  const id = yield* perform({ kind: 'uuid' })
  const result = action.kind === 'refuse' ? 'enoperm' : undefined
  return { type: action.type, id, timeSeconds: timeAfter(state, secondsOf(nowUs)), result, jobs: [] }
}

type Submissions = ReadonlyMap<
  string,
  { readonly kind: 'job'; readonly id: string } | { readonly kind: 'refused'; readonly why: string }
>

function* submitRepairs(
  repairs: readonly { readonly todo: Todo; readonly record: RepairRecord }[],
  options: RunOptions,
  nowUs: number,
): Run<Submissions> {
  const jobs = repairs.map(({ todo: { decision }, record }) => {
    const repair = decision.action.kind === 'repair' ? placedOpcodes(decision.action.remedy) : []
    const opcodes = options.jobDelaySeconds > 0 ? [testDelay(options.jobDelaySeconds), ...repair] : repair
    return { opcodes, mark: repairMark(record, nowUs) }
  })
  if (jobs.length === 0) return new Map()
  if (options.dryRun) {
    const event = { kind: 'would-submit', jobs: jobs.map(({ opcodes }) => opcodes) } as const
    yield* perform({ kind: 'report', event })
    return new Map()
  }
  const submissions = yield* submitJobs(
    jobs.map(({ opcodes, mark }) => opcodes.map(opcode => annotate(opcode, options, nowUs, mark))),
  )
  return new Map(
    repairs.flatMap(({ todo }, index) => {
      const submission = submissions[index]
      return submission ? [[todo.decision.instance, submission] as const] : []
    }),
  )
}
