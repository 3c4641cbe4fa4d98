import { mkdtempSync, rmSync } from 'node:fs'
import { createConnection, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { LuxiService, ServiceAnswer } from '../../../sim/ganeti/luxi-service.ts'
import { LuxiServer, type LuxiServerOptions } from '../../../sim/luxi-server/luxi-server.ts'
import type { JsonValue } from '../../../src/cluster/json.ts'

/** A new directory that is gone after the test. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'harep-sim-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A service that keeps what it is asked, and answers when the test says so. */
export interface ScriptedService extends LuxiService {
  readonly requests: JsonValue[]
  readonly replies: ((answer: ServiceAnswer) => void)[]
  readonly unparsed: string[]
}

/** Answers at once with what `answer` makes of a request; a request with undefined waits for the test. */
export function scriptedService(answer: (request: JsonValue) => JsonValue | undefined): ScriptedService {
  const requests: JsonValue[] = []
  const replies: ((answer: ServiceAnswer) => void)[] = []
  const unparsed: string[] = []
  return {
    requests,
    replies,
    unparsed,
    handle: (request, reply) => {
      requests.push(request)
      const result = answer(request)
      if (result === undefined) replies.push(reply)
      else reply({ success: true, result, close: false })
    },
    unparsable: text => {
      unparsed.push(text)
      return { success: false, result: 'Failed to parse request', close: true }
    },
  }
}

/** A server that is closed after the test; a defect fails the test. */
export async function serve(
  service: LuxiService,
  options: Partial<LuxiServerOptions> = {},
): Promise<{ readonly server: LuxiServer; readonly path: string }> {
  const path = options.path ?? join(scratchFolder(), 'luxi')
  const onDefect = (error: unknown) => {
    throw error
  }
  const server = await LuxiServer.listen({ onDefect, ...options, path, service })
  onTestFinished(() => server.close())
  return { server, path }
}

/** A client that speaks in bytes. */
export class RawClient {
  readonly socket: Socket
  text = ''
  isEnded = false
  #wake: () => void = () => {}

  constructor(path: string) {
    this.socket = createConnection({ path, allowHalfOpen: true })
    this.socket.setEncoding('utf8')
    this.socket.on('data', text => {
      this.text += text
      this.#wake()
    })
    this.socket.on('error', () => {})
    const end = () => {
      this.isEnded = true
      this.#wake()
    }
    this.socket.on('end', end)
    this.socket.on('close', end)
    onTestFinished(() => {
      this.socket.destroy()
    })
  }

  send(bytes: string | Uint8Array): void {
    this.socket.write(bytes)
  }

  /** Waits for so many messages and gives all that are there. */
  async messages(count: number): Promise<readonly JsonValue[]> {
    while (this.#whole().length < count && !this.isEnded) await this.#change()
    return this.#whole().map(text => JSON.parse(text))
  }

  /** Waits until the server has closed the connection. */
  async ended(): Promise<void> {
    while (!this.isEnded) await this.#change()
  }

  #whole(): readonly string[] {
    return this.text.split('\u0003').slice(0, -1)
  }

  #change(): Promise<void> {
    return new Promise(resolve => {
      this.#wake = resolve
    })
  }
}

/** The text of a request with its end. */
export function requestText(method: string, args: readonly JsonValue[] = []): string {
  return `${JSON.stringify({ method, args })}\u0003`
}

/** Waits until `condition` holds; a test that waits in vain fails by its time limit. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise(resolve => setTimeout(resolve, 5))
}
