import { execFileSync } from 'node:child_process'
import { appendFileSync, writeFileSync } from 'node:fs'
import { createConnection, type Socket } from 'node:net'
import { isJsonObject, type JsonValue } from '../../../../src/cluster/json.ts'

/*
 * Asks a real luxid and writes down, one line of JSON each, what was sent and what came back, in the form of the other
 * captures (fixtures/captures/README.md). What happens to the cluster in between is a line of its own.
 */

/** How long an answer is waited for before luxid's thread counts as dead, in milliseconds. */
const ANSWER_MS = 20_000
/** How long a connection must stay open after an answer to count as open. */
const OPEN_MS = 60

/** A connection to luxid that speaks in bytes. */
class Connection {
  readonly number: number
  readonly #socket: Socket
  #received = ''
  #isClosed = false
  #wake: () => void = () => {}

  constructor(path: string, number: number) {
    this.number = number
    this.#socket = createConnection({ path, allowHalfOpen: true })
    this.#socket.setEncoding('utf8')
    this.#socket.on('data', text => {
      this.#received += text
      this.#wake()
    })
    const close = () => {
      this.#isClosed = true
      this.#wake()
    }
    this.#socket.on('error', close)
    this.#socket.on('end', close)
    this.#socket.on('close', close)
  }

  send(bytes: Uint8Array | string): void {
    this.#socket.write(bytes)
  }

  /** The next message, or null if the connection closes or nothing comes. */
  async receive(): Promise<string | null> {
    const deadline = performance.now() + ANSWER_MS
    for (;;) {
      const end = this.#received.indexOf('\u0003')
      if (end >= 0) {
        const message = this.#received.slice(0, end)
        this.#received = this.#received.slice(end + 1)
        return message
      }
      const left = deadline - performance.now()
      if (this.#isClosed || left <= 0) return null
      await this.#change(left)
    }
  }

  async isClosedSoon(): Promise<boolean> {
    if (!this.#isClosed && this.#received === '') await this.#change(OPEN_MS)
    return this.#isClosed
  }

  end(): void {
    this.#socket.destroy()
  }

  #change(ms: number): Promise<void> {
    return new Promise(resolve => {
      const timer = setTimeout(resolve, ms)
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
}

/** Records a conversation with the luxid at a socket into a file. */
export class Recorder {
  readonly #socketPath: string
  readonly #root: string
  readonly #file: string
  readonly #startMs = performance.now()
  #connections = 0

  constructor(socketPath: string, file: string) {
    this.#socketPath = socketPath
    this.#root = socketPath.replace(/\/var\/run\/ganeti\/.*/, '')
    this.#file = file
    writeFileSync(file, '')
  }

  /** Calls a method on a connection of its own. Gives the result, or undefined where it was refused or not answered. */
  async call(name: string, method: string, ...args: JsonValue[]): Promise<JsonValue | undefined> {
    return await this.send(name, `${JSON.stringify({ method, args })}\u0003`)
  }

  /** Sends any text or bytes (as Latin-1 text) that end with 0x03. */
  async send(name: string, text: string, isBytes = false): Promise<JsonValue | undefined> {
    this.#connections += 1
    const connection = new Connection(this.#socketPath, this.#connections)
    const begun = performance.now()
    connection.send(isBytes ? Buffer.from(text, 'latin1') : text)
    const answer = await connection.receive()
    const seconds = (performance.now() - begun) / 1_000
    const closed = await connection.isClosedSoon()
    connection.end()
    this.#write({
      name,
      connection: connection.number,
      at: Number(((begun - this.#startMs) / 1_000).toFixed(4)),
      [isBytes ? 'sentLatin1' : 'sent']: text,
      // Ganeti tells paths below the root of the virtual node, which is this machine's own.
      answer: answer?.replaceAll(this.#root, '') ?? null,
      seconds: Number(seconds.toFixed(4)),
      closed,
    })
    const parsed = answer === null ? null : readJson(answer)
    return isJsonObject(parsed) && parsed['success'] === true ? parsed['result'] : undefined
  }

  /** Waits until a job is over, without writing it down: how often that asks depends on the machine. */
  async finish(id: JsonValue | undefined): Promise<void> {
    await this.#poll(id ?? null, /"(success|error|canceled)"\]/)
    this.#write({ event: 'settle' })
  }

  /** Waits until a job has a status, and then for as long as its process needs to ask for its locks. */
  async reach(id: JsonValue, status: string): Promise<void> {
    await this.#poll(id, new RegExp(`"(${status}|success|error|canceled)"\\]`))
    await new Promise(resolve => setTimeout(resolve, 1_000))
    this.#write({ event: 'reach', job: id, status })
  }

  async #poll(id: JsonValue, expected: RegExp): Promise<void> {
    for (;;) {
      const connection = new Connection(this.#socketPath, 0)
      connection.send(`${JSON.stringify({ method: 'QueryJobs', args: [[id], ['status']] })}\u0003`)
      const answer = await connection.receive()
      connection.end()
      if (answer === null || expected.test(answer)) return
      await new Promise(resolve => setTimeout(resolve, 100))
    }
  }

  /** Cuts the power of a node that stays marked as online. */
  kill(realGaneti: string, node: string): void {
    execFileSync(realGaneti, ['kill', node], { stdio: 'ignore' })
    this.#write({ event: 'powerOff', node })
  }

  #write(line: { readonly [key: string]: JsonValue }): void {
    appendFileSync(this.#file, `${JSON.stringify(line)}\n`)
  }
}

function readJson(text: string): JsonValue {
  return JSON.parse(text)
}
