import { LuxiError } from '../../../src/luxi/luxi-error.ts'
import { perform, type Run } from '../../../src/run/effects.ts'
import { call, listOf } from '../luxi-client.ts'
import { isMaster, NOT_MASTER, type WatcherProcess } from './group-watcher.ts'
import { maintainNode } from './node-maintenance.ts'

/** Jobs that ended longer ago are archived: six hours (Ganeti lib/watcher/__init__.py, option --job-age). */
const JOB_AGE_S = 6 * 3_600
/** How long luxid may take for that: half of the client's read timeout (lib/luxi.py, AutoArchiveJobs). */
const ARCHIVE_TIMEOUT_S = 89
/** Between the starts of two children (CHILD_PROCESS_DELAY). */
const CHILD_DELAY_MS = 1_000

/**
 * ganeti-watcher as cron starts it on every node (Ganeti lib/watcher/__init__.py, Main and _GlobalWatcher): restarts noded,
 * and on the master archives old jobs and starts one child for each group by `spawn`. Returns the exit code. It does not
 * wait for the children: the real one does, and then only exits. Its own restart of luxid has no place here: a simulated
 * luxid does not die without its node.
 */
export function* globalWatcher(process: WatcherProcess, spawn: (group: string) => void): Run<0 | 1 | 11> {
  const { machine, log } = process
  const nowS = (yield* perform<'now'>({ kind: 'now' })) / 1_000_000
  const pausedUntilS = machine.watcherPauseUntilS
  if (pausedUntilS !== null && nowS < pausedUntilS) {
    log('Pause has been set, exiting')
    return 0
  }
  machine.startNodeDaemon()
  maintainNode(machine, log)
  if (!machine.isMaster) return 0
  try {
    yield* perform<'connect'>({ kind: 'connect' })
    if (!(yield* isMaster(machine))) return NOT_MASTER
    yield* call('AutoArchiveJobs', JOB_AGE_S, ARCHIVE_TIMEOUT_S)
    const groups = listOf(yield* call('QueryGroups', [], ['name', 'uuid'], false))
    for (const [index, group] of groups.entries()) {
      if (index > 0) yield* perform<'sleep'>({ kind: 'sleep', durationMs: CHILD_DELAY_MS })
      spawn(String(listOf(group)[1]))
    }
    return 0
  } catch (error) {
    if (!(error instanceof LuxiError)) throw error
    log(error.message)
    return 1
  }
}
