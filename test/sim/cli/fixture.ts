import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { harepSim } from '../../../sim/cli/harep-sim.ts'

export { scratchFolder } from '../luxi-server/fixture.ts'

const ROOT = join(import.meta.dirname, '..', '..', '..')

/** Keeps what is written to it. */
export function catching() {
  const written = { out: '', err: '' }
  const out = (text: string) => {
    written.out += text
  }
  const err = (text: string) => {
    written.err += text
  }
  return { written, writer: { out, err } }
}

/** harep-sim within this process: how it ended, and what it wrote. */
export async function runHarepSim(argv: readonly string[]) {
  const { written, writer } = catching()
  const code = await harepSim(argv, { version: '1.2.3', writer })
  return { code, ...written }
}

/** How a process ended, and what it wrote. */
export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly out: string
  readonly err: string
}

/** A command of this package as a process; it does not outlive the test. */
export class Running {
  readonly process: ChildProcess
  readonly ended: Promise<Ended>
  #out = ''
  #err = ''

  constructor(script: 'harep.js' | 'harep-sim.js', args: readonly string[], env: NodeJS.ProcessEnv = {}) {
    const child = spawn(process.execPath, [join(ROOT, 'bin', script), ...args], {
      stdio: 'pipe',
      env: { ...process.env, ...env },
    })
    this.process = child
    child.stdout.setEncoding('utf8').on('data', text => {
      this.#out += text
    })
    child.stderr.setEncoding('utf8').on('data', text => {
      this.#err += text
    })
    this.ended = new Promise(resolve =>
      child.once('close', (code, signal) => resolve({ code, signal, out: this.#out, err: this.#err })),
    )
    onTestFinished(async () => {
      child.kill('SIGKILL')
      await this.ended
    })
  }

  /** Waits until it has written that; throws with all that it wrote if it ends first. */
  async says(text: string): Promise<void> {
    let end: Ended | undefined
    void this.ended.then(value => {
      end = value
    })
    while (!this.#out.includes(text)) {
      if (end) throw new Error(`it ended with ${end.code ?? end.signal}: ${end.out}${end.err}`)
      await pause()
    }
  }

  /** The ids of its child processes. */
  children(): readonly number[] {
    const pid = this.process.pid ?? 0
    const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    return text.trim().split(/ +/).map(Number)
  }
}

/** Waits until a process is no more; a test that waits in vain fails by its time limit. */
export async function untilGone(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0)
    } catch {
      return
    }
    await pause()
  }
}

function pause(): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, 20))
}
