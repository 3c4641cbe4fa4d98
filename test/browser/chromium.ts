import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'

const PROGRAMS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const found = PROGRAMS.find(path => existsSync(path))

/** Whether to leave these tests out, which is said once. In CI they are not left out but fail. */
export const isSkipped = found === undefined && process.env['CI'] !== 'true'
if (isSkipped) console.log('skipped: there is no Chromium here; to run these tests: apt-get install chromium')

interface Message {
  readonly id?: number
  readonly method?: string
  readonly params?: { readonly [key: string]: unknown }
  readonly result?: { readonly [key: string]: unknown }
  readonly error?: { readonly message: string }
}

/** A headless Chromium with one page, spoken to over a pipe in its own protocol: no package is needed for that. */
export class Chromium {
  readonly #process: ChildProcess
  readonly #folder: string
  readonly #input: Writable
  readonly #waiting = new Map<number, (message: Message) => void>()
  #sessionId = ''
  #lastId = 0
  #loaded = () => {}
  /** What the page complained of: errors, and refusals of its policy. */
  readonly complaints: string[] = []

  private constructor() {
    if (found === undefined) throw new Error(`there is no Chromium (${PROGRAMS.join(', ')})`)
    this.#folder = mkdtempSync(join(tmpdir(), 'harep-browser-'))
    const options = [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--no-first-run',
    ]
    this.#process = spawn(
      found,
      [...options, '--remote-debugging-pipe', `--user-data-dir=${this.#folder}`, '--window-size=1400,1000'],
      { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] },
    )
    // They are pipes, since the line above says so.
    this.#input = this.#process.stdio[3] as Writable
    const output = this.#process.stdio[4] as Readable
    let rest = ''
    output.setEncoding('utf8').on('data', (piece: string) => {
      const messages = (rest + piece).split('\0')
      rest = messages.pop() ?? ''
      for (const text of messages) this.#hear(JSON.parse(text))
    })
  }

  static async start(): Promise<Chromium> {
    const chromium = new Chromium()
    const { targetId } = await chromium.#browser('Target.createTarget', { url: 'about:blank' })
    const { sessionId } = await chromium.#browser('Target.attachToTarget', { targetId, flatten: true })
    chromium.#sessionId = String(sessionId)
    for (const domain of ['Page', 'Runtime', 'Log']) await chromium.call(`${domain}.enable`)
    return chromium
  }

  /** Opens a file, and waits until it is there. */
  async open(path: string, scheme: 'light' | 'dark' = 'light'): Promise<void> {
    await this.call('Emulation.setEmulatedMedia', {
      features: [{ name: 'prefers-color-scheme', value: scheme }],
    })
    const loaded = new Promise<void>(resolve => {
      this.#loaded = resolve
    })
    await this.call('Page.navigate', { url: `file://${path}` })
    await loaded
  }

  /** The value of an expression in the page; of a promise, what comes of it. */
  async evaluate(expression: string): Promise<unknown> {
    const { result, exceptionDetails } = await this.call('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
    })
    if (exceptionDetails !== undefined) throw new Error(JSON.stringify(exceptionDetails))
    return typeof result === 'object' && result !== null && 'value' in result ? result.value : undefined
  }

  /** Presses a key, as a person does. */
  async press(key: string, shift = false): Promise<void> {
    const text = key.length === 1 ? { text: key } : {}
    for (const type of ['keyDown', 'keyUp'])
      await this.call('Input.dispatchKeyEvent', { type, key, modifiers: shift ? 8 : 0, ...text })
    await this.frame()
  }

  /** Moves, presses or releases the mouse, or turns its wheel. */
  async mouse(type: string, x: number, y: number, more: object = {}): Promise<void> {
    await this.call('Input.dispatchMouseEvent', { type, x, y, ...more })
    await this.frame()
  }

  /** Waits until the page has drawn what is due. */
  async frame(): Promise<void> {
    await this.evaluate(
      'new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(1))))',
    )
  }

  /** A picture of the page, as PNG. */
  async screenshot(): Promise<Buffer> {
    const { data } = await this.call('Page.captureScreenshot', { format: 'png' })
    return Buffer.from(String(data), 'base64')
  }

  call(method: string, params: object = {}): Promise<{ readonly [key: string]: unknown }> {
    return this.#browser(method, params, { sessionId: this.#sessionId })
  }

  /** Asks it to end, and waits: were it killed, its children would go on for seconds and write into the folder that is removed. */
  async close(): Promise<void> {
    const ended = new Promise(resolve => this.#process.once('close', resolve))
    // It may be gone before its answer is; of a refusal nobody would hear, and the wait would not end.
    await Promise.race([this.#browser('Browser.close', {}), ended])
    await ended
    rmSync(this.#folder, { recursive: true, force: true })
  }

  #browser(
    method: string,
    params: object,
    session: object = {},
  ): Promise<{ readonly [key: string]: unknown }> {
    this.#lastId += 1
    const id = this.#lastId
    this.#input.write(`${JSON.stringify({ id, method, params, ...session })}\0`)
    return new Promise((resolve, reject) =>
      this.#waiting.set(id, ({ result, error }) =>
        error === undefined ? resolve(result ?? {}) : reject(new Error(`${method}: ${error.message}`)),
      ),
    )
  }

  #hear(message: Message): void {
    const { id, method, params } = message
    if (id !== undefined) {
      this.#waiting.get(id)?.(message)
      this.#waiting.delete(id)
    } else if (method === 'Page.loadEventFired') this.#loaded()
    else if (
      method === 'Runtime.exceptionThrown' ||
      method === 'Log.entryAdded' ||
      method === 'Runtime.consoleAPICalled'
    )
      this.complaints.push(JSON.stringify(params))
  }
}
