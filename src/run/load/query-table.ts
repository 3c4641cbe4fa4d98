import type { JsonValue } from '../../cluster/json.ts'
import { decodeTable, type Row, rowDecoder, type TableKind } from '../../luxi/decode/table.ts'
import { UnreadTable } from '../../luxi/unread-table.ts'
import type { Run } from '../effects.ts'

/** Asks for all objects of a kind, where they may be so many that their rows are better read one by one. */
export function* queryManyRows(
  kind: TableKind,
  fields: readonly string[],
  filter: JsonValue = null,
): Run<JsonValue | UnreadTable> {
  const answer = yield { kind: 'luxi', method: 'Query', args: [kind, fields, filter], rowsUnread: true }
  // A driver that has no unread table answers as to any other Query: with a JSON value. Answers states that contract.
  return answer instanceof UnreadTable ? answer : (answer as JsonValue)
}

/**
 * Calls `use` with the rows of such an answer, each read when it is its turn. Not a generator, which V8 runs slower, and in a
 * large cluster nothing is done more often. Throws LuxiDataError, LuxiMalformedError, and what `use` throws.
 */
export function forEachRow(
  answer: JsonValue | UnreadTable,
  fields: readonly string[],
  kind: TableKind,
  use: (row: Row) => void,
): void {
  if (!(answer instanceof UnreadTable)) {
    for (const row of decodeTable(answer, fields, kind)) use(row)
    return
  }
  const decode = rowDecoder(answer.withoutRows, fields, kind)
  let rowCount = 0
  for (const piece of answer.pieces()) {
    for (const cells of piece) use(decode(cells, rowCount++))
  }
}
