import { perform, type Run } from '../../../src/run/effects.ts'
import { attempt, runJob } from '../luxi-client.ts'
import type { GroupData, WatchedInstance } from './group-data.ts'
import { watcherOpcode } from './watcher-job.ts'
import type { WatcherState } from './watcher-state.ts'

/** How often a restart or a cleanup is tried (Ganeti lib/watcher/__init__.py, MAXTRIES). */
const TRIES_MAX = 5

/**
 * Restarts every instance in ERROR_down, one after another, and tells Ganeti of those that were shut down from within
 * (lib/watcher/__init__.py, _CheckInstances). Returns the names of those it has started.
 */
export function* checkInstances(
  { instances, lockedInstances }: GroupData,
  notepad: WatcherState,
  log: (text: string) => void,
): Run<ReadonlySet<string>> {
  const nowUs = yield* perform<'now'>({ kind: 'now' })
  notepad.maintain(new Set(instances.keys()), nowUs / 1_000_000)
  const started = new Set<string>()
  for (const instance of instances.values()) {
    if (instance.status === 'USER_down' && instance.adminState !== 'down') {
      if (!lockedInstances.has(instance.name)) yield* cleanUp(instance, notepad, log)
    } else if (instance.status === 'ERROR_down') {
      if (yield* restart(instance, notepad, log)) started.add(instance.name)
    } else if (notepad.restartsOf(instance.name) > 0) notepad.forget(instance.name)
  }
  return started
}

/** Whether the instance was started. The attempt counts either way; after the last one it is given up, once. */
function* restart(
  { name }: WatchedInstance,
  notepad: WatcherState,
  log: (text: string) => void,
): Run<boolean> {
  const tries = notepad.restartsOf(name)
  if (tries > TRIES_MAX) return false
  let failure: Error | undefined
  if (tries === TRIES_MAX) log(`Could not restart instance '${name}' after ${TRIES_MAX} attempts, giving up`)
  else {
    log(`Restarting instance '${name}' (attempt #${tries + 1})`)
    failure = yield* attempt(submitRestart(name))
    if (failure !== undefined) log(`Error while restarting instance '${name}': ${failure.message}`)
  }
  notepad.recordRestart(name, (yield* perform<'now'>({ kind: 'now' })) / 1_000_000)
  return tries < TRIES_MAX && failure === undefined
}

function* submitRestart(name: string): Run<void> {
  const input = { instance_name: name, force: false }
  yield* runJob([yield* watcherOpcode('OP_INSTANCE_STARTUP', input, `Restarting instance ${name}`)])
}

function* cleanUp({ name }: WatchedInstance, notepad: WatcherState, log: (text: string) => void): Run<void> {
  if (notepad.cleanupsOf(name) > TRIES_MAX) return
  log(`Instance '${name}' was shutdown by the user, cleaning up instance`)
  const failure = yield* attempt(submitCleanup(name))
  if (failure === undefined) notepad.forget(name)
  else notepad.recordCleanup(name, (yield* perform<'now'>({ kind: 'now' })) / 1_000_000)
}

function* submitCleanup(name: string): Run<void> {
  const input = { instance_name: name, admin_state_source: 'user' }
  yield* runJob([yield* watcherOpcode('OP_INSTANCE_SHUTDOWN', input, `Cleaning up instance ${name}`)])
}
