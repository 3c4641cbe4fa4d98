import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isJsonObject, type JsonValue } from '../../../../src/cluster/json.ts'

/** One request to a real luxid and what it answered (fixtures/captures/README.md). */
export interface Exchange {
  readonly kind: 'exchange'
  readonly name: string
  readonly connection: number
  /** When it was sent, in seconds since the capture began. */
  readonly atS: number
  /** The bytes sent, ends of messages included. */
  readonly sent: Uint8Array
  /** The answer without its end; null where there was none. */
  readonly answer: string | null
  readonly closed: boolean
}

/** What happened to the cluster between two exchanges. */
export type CapturedEvent =
  | { readonly kind: 'settle' }
  | { readonly kind: 'reach'; readonly job: number; readonly status: string }
  | { readonly kind: 'powerOff'; readonly node: string }

const FOLDER = join(import.meta.dirname, '..', '..', '..', '..', 'fixtures', 'captures')

/** Reads a capture by its name, such as `harep-runs/run1`. Throws TypeError for a line that is none. */
export function readCapture(name: string): readonly (Exchange | CapturedEvent)[] {
  const text = readFileSync(join(FOLDER, `${name}.jsonl`), 'utf8')
  return text
    .trimEnd()
    .split('\n')
    .map(line => decodeLine(JSON.parse(line)))
}

function decodeLine(line: JsonValue): Exchange | CapturedEvent {
  if (!isJsonObject(line)) throw new TypeError('a line of a capture is no object')
  const { event, name, connection, at, sent, sentLatin1, answer, closed } = line
  if (event !== undefined) return decodeEvent(line)
  const bytes = typeof sentLatin1 === 'string' ? Buffer.from(sentLatin1, 'latin1') : Buffer.from(String(sent))
  if (typeof name !== 'string' || typeof connection !== 'number' || typeof at !== 'number') {
    throw new TypeError(
      `an exchange lacks its name, connection or time: ${JSON.stringify(line).slice(0, 80)}`,
    )
  }
  if ((answer !== null && typeof answer !== 'string') || typeof closed !== 'boolean') {
    throw new TypeError(`the exchange ${name} lacks its answer`)
  }
  return { kind: 'exchange', name, connection, atS: at, sent: bytes, answer, closed }
}

function decodeEvent({ event, job, status, node }: { readonly [key: string]: JsonValue }): CapturedEvent {
  if (event === 'settle') return { kind: 'settle' }
  if (event === 'reach' && typeof job === 'number' && typeof status === 'string') {
    return { kind: 'reach', job, status }
  }
  if (event === 'powerOff' && typeof node === 'string') return { kind: 'powerOff', node }
  throw new TypeError(`no event of a capture: ${JSON.stringify(event)}`)
}
