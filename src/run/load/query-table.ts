import type { JsonValue } from '../../cluster/json.ts'
import { decodeTable, type Row, rowDecoder, type TableKind } from '../../luxi/decode/table.ts'
import { UnreadTable } from '../../luxi/unread-table.ts'
import type { Run } from '../effects.ts'

/** Asks for all objects of a kind, where they may be so many that their rows are better read one by one. */
export function* queryManyRows(kind: TableKind, fields: readonly string[]): Run<JsonValue | UnreadTable> {
  const answer = yield { kind: 'luxi', method: 'Query', args: [kind, fields, null], rowsUnread: true }
  // A driver that has no unread table answers as to any other Query: with a JSON value. Answers states that contract.
  return answer instanceof UnreadTable ? answer : (answer as JsonValue)
}

/** The rows of such an answer, each read when it is its turn. Throws LuxiDataError, LuxiMalformedError. */
export function* rowsOf(
  answer: JsonValue | UnreadTable,
  fields: readonly string[],
  kind: TableKind,
): Iterable<Row> {
  if (!(answer instanceof UnreadTable)) {
    yield* decodeTable(answer, fields, kind)
    return
  }
  const decode = rowDecoder(answer.withoutRows, fields, kind)
  let rowCount = 0
  for (const piece of answer.pieces()) {
    for (const cells of piece) {
      yield decode(cells, rowCount)
      rowCount += 1
    }
  }
}
