/** What harep says last of an instance that is not simply healthy. */
export interface HarepVerdict {
  readonly state: string
  /** The sentence that says why. */
  readonly sentence: string
  /** The reason's stable code. */
  readonly code: string
}

const VERDICT = /^(\S+): ([A-Z][a-z ]+): (.+) \[([a-z-]+)\]$/

/** The verdicts among the lines of a run, by instance (src/report/run-report.ts writes them). */
export function verdicts(lines: readonly string[]): ReadonlyMap<string, HarepVerdict> {
  const found = new Map<string, HarepVerdict>()
  for (const line of lines) {
    const [, instance, state, sentence, code] = VERDICT.exec(line) ?? []
    if (instance === undefined || state === undefined || sentence === undefined || code === undefined)
      continue
    found.set(instance, { state, sentence, code })
  }
  return found
}

/** The instances that harep says, in these lines, to re-create from nothing: what their disks held is gone. */
export function recreated(lines: readonly string[]): ReadonlySet<string> {
  return new Set(lines.flatMap(line => /^(\S+): Repair begun: reinstall in job /.exec(line)?.[1] ?? []))
}

/** A run's output, shortened for a reader who watches several runs. */
export interface Shortened {
  readonly shown: readonly string[]
  /** How many verdicts are left out, since the run before had them word for word. */
  readonly repeated: number
}

/**
 * Leaves out what would tire a reader of several runs: the counts at the end, the verdicts that stood in the run before, and
 * what would change the others: the last ones are told in full.
 */
export function shorten(lines: readonly string[], before: readonly string[]): Shortened {
  const known = new Set(before.filter(line => VERDICT.test(line)))
  const end = lines.indexOf('Instance status count')
  // The heading of the counts stands between two rulers.
  const body = end < 1 ? lines : lines.slice(0, end - 1)
  const fresh = body.filter(line => !known.has(line))
  const shown = fresh.map(line => line.replace(/; to change it: .* \[/, ' ['))
  return { shown, repeated: body.length - shown.length }
}
