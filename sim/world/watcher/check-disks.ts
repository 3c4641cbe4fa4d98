import { isJsonArray } from '../../../src/cluster/json.ts'
import type { Run } from '../../../src/run/effects.ts'
import { attempt, call, listOf, pollJob, runJob, submitJob } from '../luxi-client.ts'
import type { GroupData, WatchedInstance } from './group-data.ts'
import { watcherOpcode } from './watcher-job.ts'
import type { WatcherState } from './watcher-state.ts'

/**
 * Activates the disks of instances whose secondary was booted since the last run: its boot id changed (Ganeti
 * lib/watcher/__init__.py, _CheckDisks). The first run of all takes every node for a booted one.
 */
export function* checkDisks(
  { nodes, instances }: GroupData,
  notepad: WatcherState,
  started: ReadonlySet<string>,
  log: (text: string) => void,
): Run<void> {
  const booted = [...nodes.values()].filter(
    ({ name, bootId }) => bootId !== undefined && bootId !== notepad.bootIdOf(name),
  )
  for (const node of booted) {
    for (const name of node.secondaryOf) {
      if (instances.get(name)?.disksActive !== true || started.has(name)) continue
      log(`Activating disks for instance '${name}'`)
      const failure = yield* attempt(runActivation(name))
      if (failure !== undefined)
        log(`Error while activating disks for instance '${name}': ${failure.message}`)
    }
  }
  for (const { name, bootId } of booted) if (bootId !== undefined) notepad.recordBootId(name, bootId)
}

function* runActivation(name: string): Run<void> {
  yield* runJob([yield* activation(name)])
}

function activation(name: string) {
  const input = { instance_name: name }
  return watcherOpcode('OP_INSTANCE_ACTIVATE_DISKS', input, `Activating disks for instance ${name}`)
}

/** What can be helped by nothing but a repair. */
const HELPLESS = ['ERROR_nodedown', 'ERROR_nodeoffline']

/**
 * Has Ganeti verify the disks of the group, and activates those that are down, in one job (lib/watcher/__init__.py,
 * _VerifyDisks). Throws what the verification's job or luxid throws: with a drained queue the run ends here.
 */
export function* verifyDisks(
  group: string,
  { nodes, instances }: GroupData,
  log: (text: string) => void,
): Run<void> {
  const input = { group_name: group, priority: 10 }
  const opcode = yield* watcherOpcode('OP_GROUP_VERIFY_DISKS', input, `Verifying disks of group ${group}`)
  const id = yield* submitJob([opcode])
  const [result] = yield* pollJob(id)
  yield* attempt(call('ArchiveJob', id))
  const inactive = isJsonArray(result) ? listOf(result[1]).map(String) : []
  const isHopeless = (instance: WatchedInstance) =>
    HELPLESS.includes(instance.status) || instance.secondaries.some(name => nodes.get(name)?.offline === true)
  const job = []
  for (const name of inactive) {
    const instance = instances.get(name)
    if (instance === undefined || isHopeless(instance)) continue
    job.push(yield* activation(name))
  }
  if (job.length === 0) return
  const activationId = yield* submitJob(job)
  const failure = yield* attempt(pollJob(activationId))
  if (failure !== undefined) log(`Error while activating disks: ${failure.message}`)
}
