import fc from 'fast-check'
import { REPAIR_RESULTS, type RepairRecord } from '../../src/cluster/repair-tag.ts'
import { REPAIR_TYPES } from '../../src/cluster/repair-type.ts'
import { spelledInteger } from './haskell-integer.ts'

export const repairType = fc.constantFrom(...REPAIR_TYPES)

/** As the queue gives them: 0 to 2^63-1. */
export const jobId = fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }).map(id => id.toString())

/** Any code point but halves of surrogates. fast-check's own unit 'binary' is that, too, but takes half a second to build. */
const codePoint = fc
  .oneof(
    fc.nat({ max: 0xff }),
    fc.integer({ min: 0x100, max: 0xd7ff }),
    fc.integer({ min: 0xe000, max: 0x10ffff }),
  )
  .map(code => String.fromCodePoint(code))

/** Any text without a colon, which is all that the grammar asks of an id. */
const anyId = fc
  .oneof(fc.uuid(), fc.string({ unit: codePoint, maxLength: 12 }), fc.constantFrom('', '+', '\u{1f600}'))
  .map(id => id.replaceAll(':', ''))

/** Any repair that a tag can tell of. */
export const repairRecord: fc.Arbitrary<RepairRecord> = fc.record({
  type: repairType,
  id: anyId,
  timeSeconds: fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }),
  result: fc.option(fc.constantFrom(...REPAIR_RESULTS), { nil: undefined }),
  jobs: fc.array(jobId, { maxLength: 4 }),
})

/** A repair as harep itself makes them: a UUID, a time of this century or the next, and no job or one. */
export const ownRepairRecord: fc.Arbitrary<RepairRecord> = fc.record({
  type: repairType,
  id: fc.uuid(),
  timeSeconds: fc.bigInt({ min: 1_000_000_000n, max: 9_999_999_999n }),
  result: fc.option(fc.constantFrom(...REPAIR_RESULTS), { nil: undefined }),
  jobs: fc.array(jobId, { maxLength: 1 }),
})

const PREFIX = 'ganeti:watcher:autorepair'

const jobsText = fc
  .array(
    fc.oneof(
      jobId,
      spelledInteger.map(({ text }) => text),
      fc.constantFrom('', 'x', '77.0', '-0'),
    ),
    {
      maxLength: 3,
    },
  )
  .map(jobs => jobs.join('+'))

const field = fc.oneof(
  { weight: 4, arbitrary: repairType },
  { weight: 4, arbitrary: fc.constantFrom(...REPAIR_RESULTS, 'Success', 'none', 'Failover', 'bogus', '') },
  { weight: 4, arbitrary: spelledInteger.map(({ text }) => text) },
  { weight: 2, arbitrary: fc.constantFrom('id-1', 'id-2', '\u{1f600}') },
  { weight: 2, arbitrary: jobsText },
)

/** The words of the grammar in any order and number: mostly malformed tags. */
export const scrambledTag = fc
  .tuple(fc.constantFrom('pending', 'result', 'suspend', 'Pending', ''), fc.array(field, { maxLength: 6 }))
  .map(([word, fields]) => [PREFIX, word, ...fields].join(':'))

/** Fields in their places, each of them right or nearly so: often well-formed tags. */
export const nearlyTag = fc
  .tuple(
    fc.oneof({ weight: 8, arbitrary: repairType }, fc.constantFrom('Migrate', '')),
    fc.constantFrom('id-1', '', '\u{1f600}'),
    fc.oneof({ weight: 8, arbitrary: spelledInteger.map(({ text }) => text) }, fc.constantFrom('', '1 ')),
    fc.option(fc.constantFrom(...REPAIR_RESULTS, 'Success', ''), { nil: undefined }),
    jobsText,
  )
  .map(([type, id, time, result, jobs]) =>
    [
      PREFIX,
      result === undefined ? 'pending' : 'result',
      type,
      id,
      time,
      ...(result === undefined ? [] : [result]),
      jobs,
    ].join(':'),
  )

/** `text` with one character taken out, doubled, or replaced. */
export function mutated(text: string): fc.Arbitrary<string> {
  return fc
    .tuple(
      fc.nat({ max: Math.max(0, text.length - 1) }),
      fc.constantFrom('', ':', '::', '+', '0', '-', ' ', 'x', '\n', '\ud800'),
      fc.nat({ max: 1 }),
    )
    .map(([index, put, removed]) => text.slice(0, index) + put + text.slice(index + removed))
}
