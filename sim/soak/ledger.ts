import * as v from 'valibot'

/*
 * What soaks have found, over weeks and machines. A ledger is a set of soaks and a set of findings, each with a key of its own: so two
 * ledgers merge by uniting the sets, in any order and as often as one likes, and totals are counted from the soaks and never kept.
 */

const FORMAT = 1

/** `2026-11-27T16:00:00Z`. Text that sorts as time does. */
const time = v.pipe(v.string(), v.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/, 'must be a time in UTC'))
const whole = v.pipe(v.number(), v.integer(), v.minValue(0))
const positive = v.pipe(v.number(), v.minValue(0))
const counts = v.record(v.pipe(v.string(), v.maxLength(300)), whole)

const SOAK = v.strictObject({
  id: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
  began: time,
  /** Of the sweep, and the numbers of its scenarios: `scenarios` of them, from `first`. */
  seed: whole,
  first: whole,
  scenarios: whole,
  seconds: positive,
  simulatedSeconds: positive,
  violations: whole,
  /** Scenarios with a violation, by finding, as far as they are told. */
  findings: counts,
  faults: counts,
  reasons: counts,
  branches: counts,
  outcomes: counts,
})

/**
 * `new`: first seen by the last soak that looked. `known`: seen before that, and still so. `fixed`: its scenario does not fail any more.
 * `back`: it was fixed, and fails again.
 */
const STATUSES = ['new', 'known', 'fixed', 'back'] as const

const FINDING = v.strictObject({
  key: v.pipe(v.string(), v.minLength(1), v.maxLength(300)),
  invariant: v.pipe(v.string(), v.maxLength(100)),
  what: v.pipe(v.string(), v.maxLength(10_000)),
  status: v.picklist(STATUSES),
  /** When the status became what it is, or was last found to be so. */
  statusAt: time,
  firstSeen: time,
  lastSeen: time,
  /** Of the scenario that was first seen. */
  scenarioSeed: whole,
  /** The scenario as small as it got, as the text of a scenario file. */
  scenario: v.pipe(v.string(), v.maxLength(1_000_000)),
})

export const LEDGER = v.strictObject({
  format: v.literal(FORMAT),
  soaks: v.pipe(v.array(SOAK), v.maxLength(100_000)),
  findings: v.pipe(v.array(FINDING), v.maxLength(10_000)),
})

export type Ledger = Readonly<v.InferOutput<typeof LEDGER>>
export type Soak = Readonly<v.InferOutput<typeof SOAK>>
export type LedgerFinding = Readonly<v.InferOutput<typeof FINDING>>
export type FindingStatus = (typeof STATUSES)[number]

export const EMPTY_LEDGER: Ledger = { format: FORMAT, soaks: [], findings: [] }

/** The number of the first scenario of this sweep that no soak has played. */
export function nextScenario({ soaks }: Ledger, seed: number): number {
  return soaks.reduce(
    (next, soak) => (soak.seed === seed ? Math.max(next, soak.first + soak.scenarios) : next),
    0,
  )
}

/** The findings that are not fixed. */
export function openFindings({ findings }: Ledger): readonly LedgerFinding[] {
  return findings.filter(({ status }) => status !== 'fixed')
}
