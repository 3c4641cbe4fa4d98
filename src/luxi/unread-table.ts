import { isAscii } from 'node:buffer'
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../cluster/json.ts'
import { readJson } from './json-text.ts'
import { readPiece } from './table-piece.ts'

/*
 * Nearly all that harep ever reads is the table of all instances, and that of all jobs. As JSON a table is an array for each
 * of a million cells, all of which are there at once, although each is looked at once: making, moving and forgetting them
 * takes longer, and more memory, than anything else that harep does on a large cluster. So such a table may be left as the
 * bytes it came in, and its rows be read some hundred at a time, when they are needed.
 *
 * Nor is each byte looked at in JavaScript, which would be the slowest part: what json-survey.ts is for is found out by
 * patterns, and by counting (see table-piece.ts). All this is done only where it cannot make a difference: the text is ASCII,
 * as names and tags are, and `data` is the last member of the result, and that of the answer. Whatever else an answer may be,
 * json-text.ts reads it, or says what is wrong with it. That some rows have been handed out before does no harm: each piece
 * was JSON, so that they are the beginning of what json-text.ts would make of the whole.
 */

const DATA = '"data":['
const TAIL = ']}}'

/** A cell and a row end, and both begin: where the text can be cut, unless this stands in a string, or deeper in a cell. */
const BETWEEN_ROWS = ']],[['

/** The definitions of all fields that Ganeti has are some 30 KiB. */
const HEAD_BYTES_MAX = 256 * 1024

/** A larger answer is read by json-text.ts, and so within its limits. */
const TABLE_BYTES_MAX = 128 * 1024 * 1024

/** What is cut off at a time, some 100 instances: so little is forgotten before V8 would move it. */
const PIECE_BYTES = 16 * 1024

/** A piece that is longer for lack of a place to cut is left to json-text.ts, which has limits for what it may hold. */
const PIECE_BYTES_MAX = 1024 * 1024

/** The `result` of a successful answer to a Query, its rows not read yet. */
export class UnreadTable {
  /** The result as it would be, had the table no rows. */
  readonly withoutRows: JsonObject
  readonly #bytes: Buffer
  readonly #start: number

  constructor(withoutRows: JsonObject, bytes: Buffer, start: number) {
    this.withoutRows = withoutRows
    this.#bytes = bytes
    this.#start = start
  }

  /** The rows, some at a time, in their order. Throws LuxiMalformedError, maybe late, for an answer that is no JSON. */
  *pieces(): Iterable<readonly JsonValue[]> {
    const end = this.#bytes.length - TAIL.length
    let rowCount = 0
    let start = this.#start
    while (start < end) {
      const cut = this.#bytes.indexOf(BETWEEN_ROWS, start + PIECE_BYTES)
      const pieceEnd = cut < 0 ? end : cut + 2
      const rows = this.#read(start, pieceEnd)
      if (!rows) {
        yield this.#readAll().slice(rowCount)
        return
      }
      yield rows
      rowCount += rows.length
      start = pieceEnd + 1
    }
  }

  #read(start: number, end: number): readonly JsonValue[] | undefined {
    if (end - start > PIECE_BYTES_MAX) return undefined
    return readPiece(`[${this.#bytes.toString('latin1', start, end)}]`)
  }

  #readAll(): readonly JsonValue[] {
    const answer = readJson(this.#bytes)
    const result = isJsonObject(answer) ? answer['result'] : undefined
    const data = isJsonObject(result) ? result['data'] : undefined
    if (!isJsonArray(data)) throw new TypeError('a table was left unread that is none')
    return data
  }
}

/** The table that an answer tells, its rows unread; undefined where that would not do, right or wrong. */
export function unreadTable(bytes: Uint8Array): UnreadTable | undefined {
  if (bytes.length > TABLE_BYTES_MAX) return undefined
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const at = buffer.subarray(0, HEAD_BYTES_MAX).indexOf(DATA)
  const start = at + DATA.length
  const end = bytes.length - TAIL.length
  if (at < 0 || end < start || buffer.toString('latin1', end) !== TAIL) return undefined
  if (!isAscii(bytes)) return undefined
  const withoutRows = resultOf(buffer.toString('latin1', 0, start))
  return withoutRows && new UnreadTable(withoutRows, buffer, start)
}

/**
 * The result that begins so. That JSON.stringify would spell it alike rules out blanks, integers beyond 2^53, members of one
 * name and other oddities; and what comes last says where the rows belong.
 */
function resultOf(head: string): JsonObject | undefined {
  const text = head + TAIL
  let answer: JsonValue
  try {
    // JSON.parse gives nothing but null, booleans, numbers, strings, and arrays and objects of these.
    answer = JSON.parse(text) as JsonValue
  } catch {
    return undefined
  }
  if (!isJsonObject(answer) || JSON.stringify(answer) !== text) return undefined
  const { success, result } = answer
  if (success !== true || Object.keys(answer).at(-1) !== 'result' || !isJsonObject(result)) return undefined
  return Object.keys(result).at(-1) === 'data' ? result : undefined
}
