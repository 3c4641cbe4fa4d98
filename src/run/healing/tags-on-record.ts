import type { JsonValue } from '../../cluster/json.ts'
import { parseRepairTag } from '../../cluster/repair-tag.ts'
import { text, textList } from '../../luxi/decode/read.ts'
import { GanetiError, LuxiDataError } from '../../luxi/luxi-error.ts'
import type { Run } from '../effects.ts'
import { forEachRow, queryManyRows } from '../load/query-table.ts'
import type { TagChange } from './tag-change.ts'

const FIELDS = ['name', 'tags'] as const

/**
 * Of which instances the new tag is on record, or one that says the same at another time: a repair whose tag is there must not be withdrawn
 * for the want of it, whoever wrote it (a second harep that took the hold of this run for one of a dead run, or an earlier job
 * of this run). Ganeti's configuration tells it. Its queue may tell less: of a job whose process died it says that all opcodes have
 * failed. None where luxid refuses to tell. Throws LuxiError but for that.
 */
export function* tagsOnRecord(changes: readonly TagChange[]): Run<ReadonlySet<string>> {
  const found = new Set<string>()
  const tagOf = new Map(changes.map(({ instance, add }) => [instance, add]))
  const wanted = changes.flatMap(({ instance, add }): JsonValue[] =>
    add === undefined ? [] : [['=', 'name', instance]],
  )
  if (wanted.length === 0) return found
  // Names alone luxid would look up, and fail where one of them is gone.
  const filter = ['&', ['|', ...wanted]]
  try {
    forEachRow(yield* queryManyRows('instance', FIELDS, filter), FIELDS, 'instance', row => {
      const name = text(row, 0)
      const tag = tagOf.get(name)
      if (tag !== undefined && textList(row, 1).some(one => saysTheSame(one, tag))) found.add(name)
    })
  } catch (error) {
    if (!(error instanceof GanetiError || error instanceof LuxiDataError)) throw error
  }
  return found
}

function saysTheSame(one: string, other: string): boolean {
  if (one === other) return true
  const [a, b] = [parseRepairTag(one), parseRepairTag(other)]
  if (a === undefined || b === undefined) return false
  return a.id === b.id && a.type === b.type && a.result === b.result && a.jobs.join() === b.jobs.join()
}
