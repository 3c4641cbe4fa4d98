import { runHarep } from '../../src/run/run-harep.ts'
import type { RunOptions } from '../../src/run/run-options.ts'
import { type SimulatedRun, startRun } from '../driver/simulated-run.ts'
import type { SimulatedCluster } from '../ganeti/simulated-cluster.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { AdminMemory } from './admin/admin-memory.ts'
import type { AdminPolicy } from './admin/admin-policy.ts'
import { adminRound } from './admin/admin-round.ts'
import { type CronEntry, startCron } from './cron.ts'
import { Processes } from './processes.ts'
import { globalWatcher } from './watcher/global-watcher.ts'
import { groupWatcher, type WatcherProcess } from './watcher/group-watcher.ts'
import { WatcherFiles } from './watcher/watcher-files.ts'

/** What goes on around a cluster, as plain data; a schedule that is absent starts nothing. Schedules as in cron.ts. */
export interface WorldSettings {
  readonly harep?: { readonly schedule: string; readonly options: RunOptions }
  /** ganeti-watcher; `DEBIAN_SCHEDULES` has Debian's. */
  readonly watcher?: string
  readonly masterCleaner?: string
  readonly nodeCleaner?: string
  readonly admin?: { readonly lookEveryS: number; readonly policies: readonly AdminPolicy[] }
}

/** Ganeti's own crontab (doc/examples/ganeti.cron.in). */
export const DEBIAN_SCHEDULES = {
  watcher: '*/5 * * * *',
  masterCleaner: '45 1 * * *',
  nodeCleaner: '45 2 * * *',
} as const

/** Whoever wants to know what goes on. */
export interface WorldListener {
  harepStarted?(node: string, run: SimulatedRun<0 | 1>): void
  logged?(who: string, text: string): void
}

/** ganeti-cleaner keeps archived jobs and old watcher files for so many days (daemons/ganeti-cleaner.in, REMOVE_AFTER). */
const REMOVE_AFTER_DAYS = 21

/**
 * Starts cron on every node of a cluster, and the admin. From then on the kernel always has a next event, until the
 * returned function is called; what runs then goes on to its end.
 */
export function startWorld(
  kernel: Kernel,
  cluster: SimulatedCluster,
  settings: WorldSettings,
  listener: WorldListener = {},
): () => void {
  const log = (who: string) => (text: string) => listener.logged?.(who, text)
  const stops = cluster.nodeNames.map(node => {
    const machine = cluster.machine(node)
    const processes = new Processes(kernel, cluster, node)
    const files = new WatcherFiles()
    const entries: CronEntry[] = []
    if (settings.watcher !== undefined) {
      const start = () => startWatcher(processes, { machine, files, log: log(`watcher on ${node}`) })
      entries.push({ schedule: settings.watcher, start })
    }
    if (settings.harep !== undefined) {
      const { schedule, options } = settings.harep
      // On other nodes harep says that this is not the master, and ends (src/cli).
      const start = () => {
        if (machine.isMaster) listener.harepStarted?.(node, processes.start(runHarep(options)))
      }
      entries.push({ schedule, start })
    }
    if (settings.masterCleaner !== undefined) {
      // The other nodes' copies of the archive are not modelled.
      const start = () => {
        if (machine.isMaster) cluster.cleanArchive()
      }
      entries.push({ schedule: settings.masterCleaner, start })
    }
    if (settings.nodeCleaner !== undefined) {
      entries.push({
        schedule: settings.nodeCleaner,
        start: () => files.clean(REMOVE_AFTER_DAYS, kernel.nowUs),
      })
    }
    return startCron(kernel, machine, entries)
  })
  if (settings.admin !== undefined) stops.push(startAdmin(kernel, cluster, settings.admin, log('admin')))
  return () => {
    for (const stop of stops) stop()
  }
}

/** A process knows its own run only once that is started, which is before it is first resumed. */
function startWatcher(processes: Processes, node: Omit<WatcherProcess, 'isAlive'>): void {
  const start = (runOf: (process: WatcherProcess) => Parameters<Processes['start']>[0]) => {
    const run: SimulatedRun<unknown> = processes.start(
      runOf({ ...node, isAlive: () => run.outcome === undefined }),
    )
  }
  start(parent => globalWatcher(parent, group => start(child => groupWatcher(child, group))))
}

/** The admin works on whichever node is the master; a look begins when the one before has ended. */
function startAdmin(
  kernel: Kernel,
  cluster: SimulatedCluster,
  { lookEveryS, policies }: NonNullable<WorldSettings['admin']>,
  log: (text: string) => void,
): () => void {
  const memory = new AdminMemory(kernel.random('admin'))
  const everyUs = lookEveryS * 1_000_000
  let current: SimulatedRun<void> | undefined
  let stop = () => {}
  const lookAgain = () => {
    stop = kernel.after(everyUs, lookAgain)
    if (current !== undefined && current.outcome === undefined) return
    current = startRun(kernel, cluster, adminRound({ cluster, memory, policies, log }))
  }
  lookAgain()
  return () => stop()
}
