import { LuxiError } from '../../../src/luxi/luxi-error.ts'
import { perform, type Run } from '../../../src/run/effects.ts'
import type { Machine } from '../../ganeti/machine.ts'
import { call, JobFailure, listOf } from '../luxi-client.ts'
import { checkDisks, verifyDisks } from './check-disks.ts'
import { checkInstances } from './check-instances.ts'
import { loadGroupData } from './group-data.ts'
import type { WatcherFiles } from './watcher-files.ts'
import { WatcherState } from './watcher-state.ts'

/** What a watcher's process takes from its node, besides the effects of its run. */
export interface WatcherProcess {
  readonly machine: Machine
  readonly files: WatcherFiles
  /** Whether this process still lives: its locks last no longer. */
  readonly isAlive: () => boolean
  readonly log: (text: string) => void
}

/**
 * The watcher of one node group, a child process of the global one (Ganeti lib/watcher/__init__.py, _GroupWatcher). Returns
 * the exit code. What it remembers is saved only by a run that got to its end: one that dies, or that is refused its
 * verification by a drained queue, tries the same restarts again without counting them.
 */
export function* groupWatcher(process: WatcherProcess, group: string): Run<0 | 1 | 11> {
  const { machine, files, log } = process
  if (!files.lock(group, process.isAlive)) {
    log("Can't acquire lock on state file")
    return 1
  }
  const notepad = new WatcherState(files.read(group))
  try {
    yield* perform<'connect'>({ kind: 'connect' })
    if (!(yield* isMaster(machine))) return NOT_MASTER
    const data = yield* loadGroupData(group)
    const started = yield* checkInstances(data, notepad, log)
    yield* checkDisks(data, notepad, started, log)
    const isAllExternal = [...data.instances.values()].every(({ diskTemplate }) => diskTemplate === 'ext')
    if (!isAllExternal) yield* verifyDisks(group, data, log)
  } catch (error) {
    if (!(error instanceof LuxiError) && !(error instanceof JobFailure)) throw error
    log(`Not updating status file due to failure: ${error.message}`)
    return 1
  }
  files.save(group, notepad.data, yield* perform<'now'>({ kind: 'now' }))
  return 0
}

/** Ganeti's exit code of whoever finds itself not to be the master (src/Ganeti/Constants.hs, exitNotmaster). */
export const NOT_MASTER = 11

/** Asks luxid who the master is, as every watcher does first of all. */
export function* isMaster(machine: Machine): Run<boolean> {
  const [master] = listOf(yield* call('QueryConfigValues', ['master_node']))
  return master === machine.name
}
