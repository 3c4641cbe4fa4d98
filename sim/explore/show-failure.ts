import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { errorCode } from '../files/error-code.ts'
import { shellWord } from '../files/shell-word.ts'
import { generateScenario } from '../generate/generate-scenario.ts'
import { play } from '../play/play.ts'
import { formatScenario } from '../scenario/format-scenario.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { shrink } from '../shrink/shrink.ts'
import { timelineHtml } from '../timeline/timeline-html.ts'
import { formatTrace } from '../trace/format-trace.ts'
import { recordTrace } from '../trace/record-trace.ts'
import type { TraceEntry } from '../trace/trace-entry.ts'
import type { Failure } from './batch.ts'
import { failsLike } from './fails-like.ts'

/** A failure as it is shown: one for all that are alike. */
export interface ShownFailure {
  readonly invariant: string
  readonly what: string
  /** The seed of the scenario that it was found in. */
  readonly seed: number
  /** How many of the failures that are kept are like it. */
  readonly count: number
  /** The scenario, as small as it got; undefined where it could not be written. */
  readonly file: string | undefined
  /** What replays it in a shell. */
  readonly command: string | undefined
  readonly trace: string
  /** A page that shows the same; undefined where the play is too long for one, or it could not be written. */
  readonly timeline: string | undefined
  /** Why a file could not be written. */
  readonly unwritten: string | undefined
}

/** How failures are made fit to be shown. */
export interface ShowOptions {
  /** Where scenario files go; made where it is missing. */
  readonly folder: string
  /** A clock, in seconds. */
  readonly now: () => number
}

/** So many different failures are shown, each by one scenario. */
const SHOWN_MAX = 5

/** A page with more entries than this, a browser no longer shows at once. */
const PAGE_ENTRIES_MAX = 20_000

/** What making one of them smaller may cost. */
const SHRINK_PLAYS = 3_000
const SHRINK_SECONDS = 30

/** Groups failures by what is wrong, but for names and numbers; makes one of each smaller, and a scenario file of it. Where that cannot be written, all else is told. */
export function showFailures(failures: readonly Failure[], options: ShowOptions): readonly ShownFailure[] {
  const groups = new Map<string, Failure[]>()
  for (const failure of failures) {
    const key = `${failure.invariant} ${failure.what.replace(/[0-9a-f]{8}-[0-9a-f-]{27}|[0-9]+/g, 'N')}`
    groups.set(key, [...(groups.get(key) ?? []), failure])
  }
  return oneOfEachFirst([...groups.values()])
    .slice(0, SHOWN_MAX)
    .flatMap(group => {
      const [first] = group
      return first === undefined ? [] : [showFailure(first, group.length, options)]
    })
}

/** Every invariant has its turn before one is shown a second time. */
function oneOfEachFirst(groups: readonly Failure[][]): readonly Failure[][] {
  const turns = new Map<string, number>()
  const ranked = groups.map(group => {
    const invariant = group[0]?.invariant ?? ''
    const turn = turns.get(invariant) ?? 0
    turns.set(invariant, turn + 1)
    return { group, turn }
  })
  return ranked.sort((a, b) => a.turn - b.turn).map(({ group }) => group)
}

function showFailure(failure: Failure, count: number, { folder, now }: ShowOptions): ShownFailure {
  const { invariant, what, seed } = failure
  const until = now() + SHRINK_SECONDS
  const budget = { plays: SHRINK_PLAYS, goesOn: () => now() < until }
  const small = shrink(generateScenario(seed), candidate => failsLike(invariant, candidate), budget)
  const description = `Breaks ${invariant}; found in the scenario of seed ${seed}.`
  const file = join(folder, `${invariant}-${seed}.yaml`)
  const { entries, error } = traceOf(small)
  const trace = `${formatTrace(entries)}${error === undefined ? '' : `${error}\n`}`
  const told = { invariant, what, seed, count, trace }
  try {
    mkdirSync(folder, { recursive: true })
    writeFileSync(file, formatScenario({ ...small, description }))
    const timeline = entries.length > PAGE_ENTRIES_MAX ? undefined : file.replace(/yaml$/, 'html')
    if (timeline !== undefined) writeFileSync(timeline, timelineHtml(description, entries))
    const command = `harep-sim run ${shellWord(file)}`
    return { ...told, file, command, timeline, unwritten: undefined }
  } catch (writing) {
    // The disk may have filled up since the sweep began: what it has found is worth more than its files.
    const unwritten = errorCode(writing)
    return { ...told, file: undefined, command: undefined, timeline: undefined, unwritten }
  }
}

/** As far as it goes, where the play itself fails. */
function traceOf(scenario: Scenario): { readonly entries: readonly TraceEntry[]; readonly error?: string } {
  let entries: readonly TraceEntry[] = []
  try {
    play(scenario, stage => {
      const recorded = recordTrace(stage)
      entries = recorded.entries
      return [recorded.observer]
    })
    return { entries }
  } catch (error) {
    return { entries, error: String(error) }
  }
}
