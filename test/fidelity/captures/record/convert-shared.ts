import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/*
 * tsx convert-shared.ts CAPTURES FIXTURES: makes of the captures that `capture.py` and `proxy.py` left (a file for each
 * request and answer, or a line for each message) one file of JSON lines a conversation (fixtures/captures/README.md).
 */

const [source = '', target = ''] = process.argv.slice(2)

/** What `capture.py` notes of an exchange. */
interface IndexEntry {
  readonly name: string
  readonly seconds: number
  readonly closed_after: boolean
}

/** What `proxy.py` notes of a message; `text` is null where one side hung up. */
interface ProxyLine {
  readonly t: number
  readonly conn: number
  readonly way: '<' | '>'
  readonly text: string | null
}

/** capture.py looks for so long whether the connection is closed, and sleeps so long between two polls, in seconds. */
const LOOK_S = 0.1
const POLL_S = 0.2

function convertFolder(name: string): void {
  const folder = join(source, name)
  const index: readonly IndexEntry[] = JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8'))
  let connection = 0
  let at = 0
  const lines = index.map(({ name: exchange, seconds, closed_after: closed }) => {
    const request = readFileSync(join(folder, `${exchange}.request`))
    const answer = readFileSync(join(folder, `${exchange}.response`), 'utf8')
    // capture.py makes a connection for each exchange but for those that it names after what they show.
    if (!exchange.endsWith('-same-conn')) connection += 1
    const text = request.toString('utf8')
    const sent = Buffer.from(text).equals(request)
      ? { sent: text }
      : { sentLatin1: request.toString('latin1') }
    const line = {
      name: exchange,
      connection,
      at,
      ...sent,
      answer: answer === '' ? null : answer,
      seconds,
      closed,
    }
    const pauseS = (closed ? 0 : LOOK_S) + (exchange.startsWith('query-jobs-tags-set') ? POLL_S : 0)
    at = Number((at + seconds + pauseS).toFixed(4))
    return line
  })
  write(`${name}.jsonl`, lines)
}

function convertRun(name: string): void {
  const text = readFileSync(join(source, 'harep-runs', `${name}.jsonl`), 'utf8')
  const messages: readonly ProxyLine[] = text
    .trim()
    .split('\n')
    .map(line => JSON.parse(line))
  const said = messages.filter(message => message.text !== null)
  const lines = said.flatMap((request, position) => {
    if (request.way === '<') return []
    const answer = said.slice(position).find(message => message.way === '<' && message.conn === request.conn)
    const method: string = JSON.parse(request.text ?? '').method
    return [{ request, answer, method }]
  })
  write(
    `harep-runs/${name}.jsonl`,
    lines.map(({ request, answer, method }, index) => ({
      name: `${index + 1}-${method}`,
      connection: request.conn,
      at: request.t,
      sent: `${request.text}\u0003`,
      answer: answer?.text ?? null,
      seconds: answer === undefined ? 0 : Number((answer.t - request.t).toFixed(4)),
      // The proxy saw no end of luxid's side before harep hung up.
      closed: false,
    })),
  )
}

function write(name: string, lines: readonly object[]): void {
  writeFileSync(join(target, name), lines.map(line => `${JSON.stringify(line)}\n`).join(''))
}

mkdirSync(join(target, 'harep-runs'), { recursive: true })
for (const name of ['healthy', 'node2-offline', 'node-dead-not-offline', 'groups-tags-drained'])
  convertFolder(name)
for (const name of ['run1', 'run2', 'run3', 'run4']) convertRun(name)
