import { execFile, execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { JsonValue } from '../../src/cluster/json.ts'
import { type CommandEnd, runCommand } from '../fidelity/clients/run-command.ts'
import { luxiCall } from './luxi-call.ts'

const run = promisify(execFile)
const ROOT = join(import.meta.dirname, '..', '..')

/** The script that brings up a real Ganeti on one machine; HAREP_REAL_GANETI names another place. */
const SCRIPT = process.env['HAREP_REAL_GANETI'] ?? join(ROOT, '..', 'shared', 'real-ganeti', 'real-ganeti')

/** Why there is no real Ganeti here, or undefined. In CI its absence is a failure, which the first command then is. */
export const absence: string | undefined =
  existsSync(SCRIPT) && process.getuid?.() === 0
    ? undefined
    : `needs root and a script that brings up a real Ganeti (set HAREP_REAL_GANETI to its path; not found: ${SCRIPT})`

export const isCi = process.env['CI'] === 'true'

/** How often it is looked whether all jobs have ended, and how long at most: each repair ends by itself within seconds. */
const LOOK_EVERY_MS = 500
const QUIET_WITHIN_MS = 480_000

/** What an instance looks like from outside. */
export interface SeenInstance {
  readonly status: string
  readonly primary: string
  readonly secondaries: readonly string[]
  readonly tags: readonly string[]
}

/** A real Ganeti cluster with several virtual nodes. */
export class RealCluster {
  readonly socket: string

  private constructor(socket: string) {
    this.socket = socket
  }

  /** Brings it up (nothing to do when it is up already), in the state of the cluster file. */
  static up(file: string): RealCluster {
    if (absence !== undefined) throw new Error(absence)
    build(file)
    command('reset')
    return new RealCluster(command('socket').trim())
  }

  offline(node: string): void {
    command('offline', node)
  }

  /** Gives a node its power back and marks it online, which is a job. */
  online(node: string): void {
    command('online', node)
  }

  /** Cuts a node's power and leaves it marked online. */
  kill(node: string): void {
    command('kill', node)
  }

  /** Whether the create scripts of the only operating system fail from now on. */
  letOsCreationFail(fails: boolean): void {
    command('os-fails', fails ? 'on' : 'off')
  }

  /** Any other command of the script. */
  command(...args: string[]): void {
    command(...args)
  }

  /** Runs harep as cron would, as a process of its own. */
  async harep(...args: string[]): Promise<{ readonly stdout: string; readonly stderr: string }> {
    return await run(process.execPath, [join(ROOT, 'bin', 'harep.js'), `-L${this.socket}`, ...args], {
      encoding: 'utf8',
      timeout: 300_000,
    })
  }

  /** The same, however it ends. */
  async harepEnd(...args: string[]): Promise<CommandEnd> {
    return await runCommand(
      [process.execPath, join(ROOT, 'bin', 'harep.js'), `-L${this.socket}`, ...args],
      {},
    )
  }

  /** One Luxi call. */
  async call(method: string, ...args: JsonValue[]): Promise<JsonValue> {
    return await luxiCall(this.socket, method, ...args)
  }

  /** Runs a command as on the master node. */
  async runAsMaster(words: readonly string[]): Promise<CommandEnd> {
    return await runCommand([SCRIPT, 'run', ...words], {})
  }

  async instance(name: string): Promise<SeenInstance> {
    const fields = ['status', 'pnode', 'snodes', 'tags']
    const [row] = (await this.call('QueryInstances', [name], fields, false)) as [
      [string, string, string[], string[]],
    ]
    const [status, primary, secondaries, tags] = row
    return { status, primary, secondaries, tags }
  }

  /** Waits until no job is unfinished. */
  async quiet(lookEveryMs = LOOK_EVERY_MS): Promise<void> {
    for (let waitedMs = 0; waitedMs < QUIET_WITHIN_MS; waitedMs += lookEveryMs) {
      const rows = (await this.call('QueryJobs', null, ['status'])) as [string][]
      if (rows.every(([status]) => ['success', 'error', 'canceled'].includes(status))) return
      await new Promise(resolve => setTimeout(resolve, lookEveryMs))
    }
    throw new Error('jobs of the real cluster have not ended after eight minutes')
  }
}

/**
 * Ganeti's fake hypervisor adds up the memory of all guests while another process has opened the file of one and written
 * nothing yet (lib/hypervisor/hv_fake.py:90, where an empty text stays a text). An instance that is created in that moment
 * fails, and with it the cluster that is being built: that alone is a reason to build it again.
 */
const HALF_WRITTEN_GUEST = "unsupported operand type(s) for +: 'int' and 'str'"
const BUILDS_MAX = 3

function build(file: string): void {
  for (let builds = 1; ; builds += 1) {
    try {
      command('up', file)
      return
    } catch (error) {
      const isRace = error instanceof Error && error.message.includes(HALF_WRITTEN_GUEST)
      if (!isRace || builds >= BUILDS_MAX) throw error
      console.log(`the fake hypervisor read a guest that was half written; ${file} is built again`)
    }
  }
}

function command(...args: string[]): string {
  return execFileSync(SCRIPT, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], timeout: 600_000 })
}

/** Where the cluster files of these tests are. */
export function clusterFile(name: string): string {
  return join(ROOT, 'fixtures', 'real-clusters', name)
}
