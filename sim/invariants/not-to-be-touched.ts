import { parseRepairTag } from '../../src/cluster/repair-tag.ts'
import type { Invariant } from './invariant.ts'
import { bookOf, type RepairBook } from './watch/repair-book.ts'
import { windowOf } from './watch/run-window.ts'
import { logOf, type Version } from './watch/truth-log.ts'

/** So many failures of one type, and a human has to look. */
const FAILURES_MAX = 3

/** Only what has been so since the run began counts: what an admin does in the same second a run cannot see. */
export const notToBeTouched: Invariant = {
  name: 'not-to-be-touched',
  about:
    'No repair is made of an instance that its admin has marked offline, that is forthcoming, or whose repair has failed for good.',
  watch: stage => {
    const log = logOf(stage)
    const window = windowOf(stage)
    const book = bookOf(stage)
    book.read({
      submitted: ({ id, instance: name, type }) => {
        const instance = stage.truth.instancesByName.get(name)
        if (instance === undefined) return
        const versions = log.since(instance, window.sinceUs())
        const all = (isSo: (version: Version) => boolean) => versions.every(isSo)
        const why = instance.forthcoming
          ? 'is forthcoming'
          : all(({ flags }) => flags === 'offline')
            ? 'is marked offline by its admin'
            : all(version => failedForGood(version, book) !== undefined)
              ? `has failed for good: ${failedForGood(versions[0], book) ?? ''}`
              : undefined
        if (why !== undefined)
          stage.violate('not-to-be-touched', `job ${id}, ${type}, was submitted for ${name}, which ${why}`)
      },
    })
    return {}
  },
}

/**
 * The tag that says so: a failure that is none of ours, or was cancelled, or the third one of its type that no success followed. Of each repair the
 * failure counts, whatever else its tags say.
 */
function failedForGood(version: Version | undefined, book: RepairBook): string | undefined {
  const tags = (version?.tags ?? []).flatMap(tag => parseRepairTag(tag) ?? [])
  const successes = tags.filter(({ result, id }) => result === 'success' && !hasFailed(id))
  const counts = new Map<string, Set<string>>()
  for (const { id, type, result, jobs, tag, timeSeconds } of tags) {
    if (result !== 'failure') continue
    const [job] = jobs
    const repair = job === undefined ? undefined : book.repair(Number(job))
    if (jobs.length !== 1 || repair?.repair !== id || repair.status !== 'error') return tag
    if (successes.some(success => success.timeSeconds > timeSeconds)) continue
    // Two runs may have put one failure on record, each at its time.
    const ids = (counts.get(type) ?? new Set()).add(id)
    counts.set(type, ids)
    if (ids.size >= FAILURES_MAX) return tag
  }
  return undefined

  function hasFailed(id: string): boolean {
    return tags.some(tag => tag.id === id && tag.result === 'failure')
  }
}
