import { naiveHaskellInteger } from './naive-haskell-integer.ts'

/** What the naive parser finds in a tag, with the id numbers as the tag's reader should report them. */
export interface NaiveRepair {
  readonly type: string
  readonly id: string
  readonly timeSeconds: bigint
  readonly result: string | undefined
  readonly jobs: readonly string[]
}

const TYPE = '(fix-storage|migrate|failover|reinstall)'
const TAG = new RegExp(
  `^ganeti:watcher:autorepair:(?:pending:${TYPE}:([^:]*):([^:]*)` +
    `|result:${TYPE}:([^:]*):([^:]*):(enoperm|success|failure)):([^:]*)$`,
  'u',
)

/** The tag grammar of tags.md section 3 as one regular expression, written apart from the source. */
export function naiveRepairTag(tag: string): NaiveRepair | undefined {
  const match = TAG.exec(tag)
  if (!match) return undefined
  const [, pendingType, pendingId, pendingTime, doneType, doneId, doneTime, result, jobsText = ''] = match
  const timeSeconds = naiveHaskellInteger(pendingTime ?? doneTime ?? '')
  const jobs = jobsText === '' ? [] : jobsText.split('+').map(naiveJobId)
  if (timeSeconds === undefined || jobs.some(job => job === '')) return undefined
  return { type: pendingType ?? doneType ?? '', id: pendingId ?? doneId ?? '', timeSeconds, result, jobs }
}

/** An id as a 64-bit machine with two's complement keeps it; the empty text where it is none or negative. */
function naiveJobId(text: string): string {
  const value = naiveHaskellInteger(text)
  if (value === undefined) return ''
  const size = 2n ** 64n
  const unsigned = ((value % size) + size) % size
  return unsigned >= size / 2n ? '' : unsigned.toString()
}
