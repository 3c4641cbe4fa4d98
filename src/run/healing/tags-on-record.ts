import type { JsonValue } from '../../cluster/json.ts'
import { text, textList } from '../../luxi/decode/read.ts'
import { GanetiError, LuxiDataError } from '../../luxi/luxi-error.ts'
import type { Run } from '../effects.ts'
import { forEachRow, queryManyRows } from '../load/query-table.ts'
import type { TagChange } from './tag-change.ts'

const FIELDS = ['name', 'tags'] as const

/**
 * Of which instances the new tag is on record: a repair whose tag is there must not be withdrawn for the want of it. Ganeti's
 * configuration tells it. Its queue may tell less: of a job whose process died it says that all opcodes have failed. None
 * where luxid refuses to tell. Throws LuxiError but for that.
 */
export function* tagsOnRecord(changes: readonly TagChange[]): Run<ReadonlySet<string>> {
  const found = new Set<string>()
  const tagOf = new Map(changes.map(({ instance, add }) => [instance, add]))
  const wanted = changes.flatMap(({ add }): JsonValue[] => (add === undefined ? [] : [['=[]', 'tags', add]]))
  if (wanted.length === 0) return found
  const filter = ['|', ...wanted]
  try {
    forEachRow(yield* queryManyRows('instance', FIELDS, filter), FIELDS, 'instance', row => {
      const name = text(row, 0)
      const tag = tagOf.get(name)
      if (tag !== undefined && textList(row, 1).includes(tag)) found.add(name)
    })
  } catch (error) {
    if (!(error instanceof GanetiError || error instanceof LuxiDataError)) throw error
  }
  return found
}
