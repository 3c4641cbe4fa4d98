import { mkdtempSync, rmSync } from 'node:fs'
import { constants, tmpdir } from 'node:os'
import { join } from 'node:path'
import { nowMicroseconds } from '../../src/cli/ports.ts'
import type { Writer } from '../../src/cli/writer.ts'
import type { JsonValue } from '../../src/cluster/json.ts'
import { tellDemo } from '../demo/demo.ts'
import type { DemoWorld } from '../demo/demo-world.ts'
import { Child } from './children.ts'
import { loadCluster, runJob, untilJobsEnded } from './luxi-client.ts'
import { packageFolder } from './package-folder.ts'
import { SimCommandError } from './sim-command-error.ts'
import { listenForStop } from './stop-request.ts'

/** The nodes that die; between them they hold an instance of nearly every kind that the built-in cluster has. */
const DEAD_NODES = ['node2', 'node5'] as const

/** Two minutes of the cluster in a second: its jobs take minutes, and nobody wants to watch those. */
const TIME_SCALE = 120

/** Far above what it takes; whatever hangs, the demo ends. */
const TIME_LIMIT_MS = 120_000

/** What the demo starts, and has to end whatever happens. */
interface Stage {
  readonly folder: string
  readonly children: Set<Child>
  /** Set once the demo is over: nothing new is started, nothing more is said. */
  isOver: boolean
}

/**
 * Tells the demo with real processes: `harep-sim serve` and, round after round, `harep`. The exit code: 0, 1 where
 * something was not healed that should be, 128 and the signal's number when it was interrupted. Throws HarepError.
 */
export async function runDemo(writer: Writer): Promise<number> {
  const stop = listenForStop(false)
  const stage: Stage = {
    folder: scratchFolder(),
    children: new Set(),
    isOver: false,
  }
  let timer: NodeJS.Timeout | undefined
  const timeLimit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () =>
        reject(
          new SimCommandError(`The demo was not over after ${TIME_LIMIT_MS / 1000} s and was given up.`),
        ),
      TIME_LIMIT_MS,
    )
  })
  const told = tell(stage, writer)
  // After an interruption nobody waits for it any more; it ends by itself when it is next asked to do something.
  told.catch(() => {})
  try {
    return await Promise.race([
      told,
      stop.requested.then(signal => 128 + constants.signals[signal]),
      timeLimit,
    ])
  } finally {
    clearTimeout(timer)
    stage.isOver = true
    await Promise.all([...stage.children].map(child => child.stop()))
    rmSync(stage.folder, { recursive: true, force: true })
    stop.dispose()
  }
}

/** A folder for the socket. Throws SimCommandError where none can be made. */
function scratchFolder(): string {
  try {
    return mkdtempSync(join(tmpdir(), 'harep-demo-'))
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new SimCommandError(`The demo needs a folder for temporary files: ${why}. Set TMPDIR to one.`)
  }
}

async function tell(stage: Stage, writer: Writer): Promise<number> {
  const socketPath = join(stage.folder, 'luxi')
  await startServer(stage, socketPath)
  const world: DemoWorld = {
    load: () => loadCluster(socketPath),
    markOffline: node => runJob(socketPath, [markingOffline(node)]),
    harep: async () => {
      const child = startChild(stage, 'harep.js', [`-L${socketPath}`, '--settle-time=0'])
      const { exitCode } = await child.ended
      return { exitCode, lines: child.lines }
    },
    jobsEnded: () => untilJobsEnded(socketPath),
    nowSeconds: () => BigInt(Math.floor(nowMicroseconds() / 1_000_000)),
    print: text => {
      if (!stage.isOver) writer.out(text)
    },
  }
  return (await tellDemo(world, DEAD_NODES)) ? 0 : 1
}

/** What `gnt-node modify --offline=yes --auto-promote` submits. */
function markingOffline(node: string): JsonValue {
  const reason = [['gnt:client:gnt-node', 'modify', nowMicroseconds() * 1_000]]
  return { OP_ID: 'OP_NODE_SET_PARAMS', node_name: node, offline: true, auto_promote: true, reason }
}

/** Starts the server and waits until it takes connections. */
async function startServer(stage: Stage, socketPath: string): Promise<void> {
  const args = ['serve', '--socket', socketPath, '--time-scale', String(TIME_SCALE), '--until-eof']
  let onReady = () => {}
  const ready = new Promise<'ready'>(resolve => {
    onReady = () => resolve('ready')
  })
  const powerOff = DEAD_NODES.flatMap(node => ['--power-off', node])
  const server = startChild(stage, 'harep-sim.js', [...args, ...powerOff], line => {
    if (line.startsWith('harep-sim: serving ')) onReady()
  })
  if ((await Promise.race([ready, server.ended])) === 'ready') return
  throw new SimCommandError(`The simulated cluster did not start: ${server.lines.join('\n')}`)
}

function startChild(
  stage: Stage,
  script: string,
  args: readonly string[],
  onLine: (line: string) => void = () => {},
): Child {
  if (stage.isOver) throw new SimCommandError('The demo is over.')
  const child = new Child([join(packageFolder(), 'bin', script), ...args], onLine)
  stage.children.add(child)
  void child.ended.then(() => stage.children.delete(child))
  return child
}
