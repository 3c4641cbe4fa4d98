import { type ChildProcess, spawn } from 'node:child_process'

/** How a child process has ended. */
export interface ChildEnd {
  /** null when a signal ended it, or it could not be started. */
  readonly exitCode: number | null
}

/** How long a child that was asked to end may take. */
const GRACE_MS = 3_000

/** What a child may write before the rest is dropped, in characters. */
const OUTPUT_CHARS_MAX = 1024 * 1024

/** A child process, the lines that it writes on both outputs, and its end. */
export class Child {
  readonly lines: string[] = []
  readonly ended: Promise<ChildEnd>
  readonly #process: ChildProcess
  readonly #onLine: (line: string) => void
  #chars = 0

  /** Runs a script with the Node of this process. Its standard input stays open as long as this process lives. */
  constructor(args: readonly string[], onLine: (line: string) => void = () => {}) {
    this.#onLine = onLine
    this.#process = spawn(process.execPath, args, { stdio: 'pipe', env: environment() })
    // It may have ended already; that is told by `ended`.
    this.#process.stdin?.on('error', () => {})
    const outputs = [this.#process.stdout, this.#process.stderr]
    for (const output of outputs) {
      let partial = ''
      output?.setEncoding('utf8')
      output?.on('data', (text: string) => {
        const pieces = (partial + text).split('\n')
        partial = pieces.pop() ?? ''
        for (const line of pieces) this.#addLine(line)
        if (partial.length > OUTPUT_CHARS_MAX) partial = ''
      })
      output?.on('end', () => {
        if (partial !== '') this.#addLine(partial)
      })
    }
    this.ended = new Promise(resolve => {
      this.#process.once('error', error => {
        this.#addLine(error.message)
        resolve({ exitCode: null })
      })
      this.#process.once('close', code => resolve({ exitCode: code }))
    })
  }

  /** Asks it to end, kills it where it does not, and waits for its end. */
  async stop(): Promise<void> {
    this.#process.kill('SIGTERM')
    const timer = setTimeout(() => this.#process.kill('SIGKILL'), GRACE_MS)
    await this.ended
    clearTimeout(timer)
  }

  #addLine(line: string): void {
    this.#chars += line.length
    if (this.#chars > OUTPUT_CHARS_MAX) return
    this.lines.push(line)
    this.#onLine(line)
  }
}

/** Without the variables that would turn harep into another tool, or away from the socket it is given. */
function environment(): NodeJS.ProcessEnv {
  const { HTOOLS: _tool, GANETI_ROOTDIR: _root, ...rest } = process.env
  return rest
}
