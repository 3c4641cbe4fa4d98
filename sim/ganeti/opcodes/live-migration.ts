import { execError } from '../ganeti-failure.ts'
import { nodesRunning } from '../state/hardware.ts'
import type { InstanceState, NodeState } from '../state/objects.ts'
import { microseconds } from '../timing.ts'
import { closeDisks, isConsistent, oldSecondary } from './fail-over.ts'
import type { OpcodeRun } from './opcode.ts'
import { raiseExec, rpcProblem } from './rpc.ts'

/**
 * Moves a guest while it runs (lib/cmdlib/instance_migration.py:820-1028). The nodes in the configuration change when the
 * guest is over: whatever fails before that leaves it, and them, where they were.
 */
export function* liveMigration(
  run: OpcodeRun,
  instance: InstanceState,
  target: NodeState,
): Generator<number, void> {
  const { state, timing } = run
  const source = state.primaryOf(instance)
  const isMirrored = instance.secondaryUuid !== undefined
  const durationUs = microseconds(timing.migrateMs)
  yield Math.floor(durationUs / 2)
  for (const node of [source, target]) {
    raiseExec(rpcProblem(node), `Unable to retrieve node information from node '${node.name}'`)
  }
  run.log('* checking disk consistency between source and target')
  for (const [index, disk] of instance.disks.entries()) {
    if (isConsistent(run, instance, target, disk)) continue
    throw execError(`Disk ${index} is degraded or not fully synchronized on target node, aborting migration`)
  }
  closeDisks(run, target, false)
  if (isMirrored) reconnect(run, 'dual-master')
  for (const node of [source, target]) {
    run.log(`* opening instance disks on node ${node.name} in shared mode`)
  }
  run.log(`* preparing ${target.name} to accept the instance`)
  run.log(`* migrating instance to ${target.name}`)
  run.log('* starting memory transfer')
  yield Math.ceil(durationUs / 2)
  checkTransferred(run, instance, source, target)
  run.log('* memory transfer complete')
  source.hardware.guests.delete(instance.uuid)
  target.hardware.guests.add(instance.uuid)
  state.setInstanceNodes(instance, target.uuid, oldSecondary(instance, source))
  closeDisks(run, source, false)
  if (isMirrored) {
    run.log('* wait until resync is done')
    reconnect(run, 'single-master')
  } else if (instance.disks.length > 0) {
    run.log(`* opening instance disks on node ${target.name} in exclusive mode`)
  }
  run.log('* done')
}

/** A node that dies on the way ends the migration; the guest is where its node still runs, if that does. */
function checkTransferred(
  run: OpcodeRun,
  instance: InstanceState,
  source: NodeState,
  target: NodeState,
): void {
  const isGone = !source.hardware.guests.has(instance.uuid)
  const problem =
    rpcProblem(source) ??
    (isGone || rpcProblem(target) !== undefined ? 'hypervisor returned failure' : undefined)
  if (problem === undefined) return
  run.log('Migration failed, aborting')
  throw execError(`Could not migrate instance ${instance.name}: ${problem}`)
}

function reconnect(run: OpcodeRun, mode: 'dual-master' | 'single-master'): void {
  run.log('* changing into standalone mode')
  run.log(`* changing disks into ${mode} mode`)
  run.log('* wait until resync is done')
}

/** Puts in order what a migration that was broken off has left: the node where the guest runs becomes the primary one. */
export function* migrationCleanup(
  run: OpcodeRun,
  instance: InstanceState,
  target: NodeState,
): Generator<number, void> {
  const { state, timing } = run
  const source = state.primaryOf(instance)
  yield microseconds(timing.migrateMs)
  const places = locations(run, instance)
  if (places.includes(source) && places.includes(target)) {
    throw execError(
      'Instance seems to be running on two nodes, or the hypervisor is confused; you will have to ensure manually that it runs only on one and restart this operation',
    )
  }
  const [only] = places
  let demoted = target
  if (places.includes(source)) {
    run.log(`* instance confirmed to be running on its primary node (${source.name})`)
  } else if (places.includes(target) || (places.length === 1 && only !== undefined)) {
    const place = places.includes(target) ? target : (only ?? target)
    if (place !== target) {
      run.log(`* instance running on unexpected node (${place.name}), updating as the new secondary`)
    }
    run.log(`* instance running on secondary node (${place.name}), updating config`)
    state.setInstanceNodes(instance, place.uuid, oldSecondary(instance, source))
    demoted = source
  } else {
    throw execError(
      "Instance does not seem to be running at all; in this case it's safer to repair by running 'gnt-instance stop' to ensure disk shutdown, and then restarting it",
    )
  }
  closeDisks(run, demoted, false)
  if (instance.secondaryUuid !== undefined) {
    run.log('* wait until resync is done')
    reconnect(run, 'single-master')
  } else if (instance.disks.length > 0) {
    run.log(`* opening instance disks on node ${state.primaryOf(instance).name} in exclusive mode`)
  }
  run.log('* done')
}

/** Where the guest runs, as all nodes that are not marked offline say; one that does not answer ends the matter. */
function locations(run: OpcodeRun, instance: InstanceState): NodeState[] {
  run.log(
    '* checking where the instance actually runs (if this hangs, the hypervisor might be in a bad state)',
  )
  for (const node of run.state.nodes.values()) {
    if (!node.offline) raiseExec(rpcProblem(node), `Can't contact node ${node.name}`)
  }
  const places = nodesRunning(run.state, instance).filter(node => !node.offline)
  run.log(`* instance running on: ${places.map(node => node.name).join(',')}`)
  return places
}
