import fc from 'fast-check'
import { REPAIR_RESULTS, type TaggedRepair, tagged } from '../../src/cluster/repair-tag.ts'
import { jobId, nearlyTag, repairType } from './repair-tag.ts'

/** Ids whose order by code points differs from that by UTF-16 units, one that begins another, and none at all. */
export const TRICKY_IDS = ['', 'a', 'aa', 'b', '\ufffd', '\u{1f600}', 'a\ufffd', 'a\u{1f600}', '0-1'] as const

/** Few ids and times, so that repairs with several tags and ties between them are common. */
export const collidingRepair: fc.Arbitrary<TaggedRepair> = fc
  .record({
    type: repairType,
    id: fc.constantFrom(...TRICKY_IDS),
    timeSeconds: fc.oneof(fc.bigInt({ min: -2n, max: 4n }), fc.constant(2n ** 65n)),
    result: fc.option(fc.constantFrom(...REPAIR_RESULTS, 'success' as const), { nil: undefined, freq: 6 }),
    jobs: fc.array(jobId, { maxLength: 2 }),
  })
  .map(tagged)

/** All tags of one instance, malformed and foreign ones among them. */
export const instanceTags = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: collidingRepair.map(({ tag }) => tag) },
    { weight: 1, arbitrary: nearlyTag },
    { weight: 1, arbitrary: fc.constantFrom('env:test', 'ganeti:watcher:autorepair:failover') },
  ),
  { maxLength: 7 },
)
