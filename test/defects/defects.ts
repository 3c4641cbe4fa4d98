import { availableParallelism } from 'node:os'
import { bundleHunt } from './bundle.ts'
import type { Defect } from './defect.ts'
import type { Caught } from './hunt.ts'
import { DEFECTS } from './planted/all.ts'
import { runErrand } from './run-errand.ts'

/*
 * Plants each defect in turn and has it hunted through some sweeps. Prints by what each was caught and within how many
 * scenarios, and fails where one was not caught within what it states, or does not become small. With names of defects as
 * words only those; HAREP_SWEEPS says how many sweeps each is hunted through, HAREP_FIRST_SWEEP the seed of the first one.
 * With --markdown each is a row of the table in docs/defects.md.
 */

const SWEEPS = Number(process.env['HAREP_SWEEPS'] ?? 3)
const FIRST_SWEEP = Number(process.env['HAREP_FIRST_SWEEP'] ?? 1)
/** In CI, where a minute is to do: only those that state no more than so many scenarios. */
const STATED_MAX = Number(process.env['HAREP_STATED_MAX'] ?? Number.POSITIVE_INFINITY)
/** For a first look: no more than so many scenarios are played for each, whatever it states. */
const SEEDS_MAX = Number(process.env['HAREP_SEEDS_MAX'] ?? Number.POSITIVE_INFINITY)
/** What was asked of it: a failing scenario is made so small, in the median within so long. */
const EVENTS_MAX = 6
const SHRINK_SECONDS_MAX = 30

interface Row {
  readonly defect: Defect
  readonly caught: readonly (Caught | undefined)[]
}

const words = process.argv.slice(2)
const asMarkdown = words.includes('--markdown')
const chosen = words.filter(word => !word.startsWith('--'))
const defects = DEFECTS.filter(
  ({ name, seedsMax }) => seedsMax <= STATED_MAX && (chosen.length === 0 || chosen.includes(name)),
)
const control = await bundleHunt()
const rows: Row[] = []
/** What fails without a defect is a finding of its own. */
const innocents = new Set<string>()
const waiting = [...defects]
await Promise.all(Array.from({ length: availableParallelism() }, huntOn))
rows.sort((a, b) => defects.indexOf(a.defect) - defects.indexOf(b.defect))
const problems = [...rows.flatMap(problemsOf), ...innocents]
const all = rows.flatMap(({ caught }) => caught.flatMap(one => one ?? []))
console.log(`\n${rows.length} defects, ${SWEEPS} sweeps each.`)
console.log(
  `seeds to catch: median ${median(all.map(({ seeds }) => seeds))}, worst ${Math.max(...all.map(({ seeds }) => seeds))}`,
)
console.log(
  `events after shrinking: median ${median(all.map(eventsOf))}, worst ${Math.max(...all.map(eventsOf))}`,
)
const shrinkSeconds = median(all.map(({ shrinkMs }) => shrinkMs)) / 1_000
console.log(`time to shrink: median ${shrinkSeconds.toFixed(1)} s`)
if (shrinkSeconds > SHRINK_SECONDS_MAX) problems.push('shrinking takes too long')
for (const problem of problems) console.log(problem)
process.exitCode = problems.length > 0 ? 1 : 0

async function huntOn(): Promise<void> {
  for (let defect = waiting.shift(); defect !== undefined; defect = waiting.shift()) {
    const code = await bundleHunt(defect)
    const caught: (Caught | undefined)[] = []
    for (let sweepSeed = FIRST_SWEEP; sweepSeed < FIRST_SWEEP + SWEEPS; sweepSeed += 1) {
      const one = await huntThrough(code, sweepSeed, defect)
      caught.push(one)
      if (one === undefined) break
    }
    rows.push({ defect, caught })
    console.log((asMarkdown ? tableRowOf : lineOf)({ defect, caught }))
  }
}

/** The first scenario of a sweep that fails with the defect and, made small, does not without it. */
async function huntThrough(
  code: string,
  sweepSeed: number,
  { name, seedsMax: stated }: Defect,
): Promise<Caught | undefined> {
  const seedsMax = Math.min(stated, SEEDS_MAX)
  for (let first = 0; first < seedsMax; ) {
    // A thread that hunts reports what it caught.
    const report = (await runErrand(code, { kind: 'hunt', sweepSeed, first, seedsMax })) as Caught | undefined
    if (report === undefined) return undefined
    const innocent = await runErrand(control, { kind: 'play', scenario: report.scenario })
    if (innocent === undefined) return report
    first = report.seeds
    innocents.add(
      `sweep ${sweepSeed}, scenario ${first - 1}: fails without any defect, too (met with ${name})`,
    )
  }
  return undefined
}

function lineOf({ defect, caught }: Row): string {
  const seeds = caught.map(one => one?.seeds ?? 'never').join(' ')
  const by = [...new Set(caught.flatMap(one => one?.invariant ?? []))].join(', ')
  const events = caught.map(one => (one ? eventsOf(one) : '-')).join(' ')
  const ms = caught.map(one => (one ? (one.shrinkMs / 1_000).toFixed(1) : '-')).join(' ')
  return `${defect.part.padEnd(10)}${defect.name.padEnd(42)} seeds ${seeds.padEnd(18)} events ${events.padEnd(8)} shrink ${ms.padEnd(14)} s  ${by}`
}

/** Defect, layer, caught by, scenarios until caught, stated, events after shrinking, seconds to shrink. */
function tableRowOf({ defect, caught }: Row): string {
  const each = (tell: (one: Caught) => string) => caught.map(one => (one ? tell(one) : '-')).join(', ')
  const by = [...new Set(caught.flatMap(one => one?.invariant ?? []))].join(', ')
  const played = Math.min(defect.seedsMax, SEEDS_MAX)
  const seeds = caught.map(one => one?.seeds ?? `not within ${played}`).join(', ')
  const seconds = each(({ shrinkMs }) => (shrinkMs / 1_000).toFixed(1))
  const events = each(one => String(eventsOf(one)))
  const cells = [defect.name, defect.part, by || '-', seeds, String(defect.seedsMax), events, seconds]
  return `| ${cells.join(' | ')} |`
}

function problemsOf({ defect, caught }: Row): readonly string[] {
  const late = caught.some(one => one === undefined)
  const large = median(caught.flatMap(one => (one ? [eventsOf(one)] : []))) > EVENTS_MAX
  return [
    ...(late
      ? [`${defect.name} was not caught within ${Math.min(defect.seedsMax, SEEDS_MAX)} scenarios`]
      : []),
    ...(large ? [`${defect.name}: its scenario has more than ${EVENTS_MAX} events`] : []),
  ]
}

function eventsOf({ scenario }: Caught): number {
  return scenario.timeline.length
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
