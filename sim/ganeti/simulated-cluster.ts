import type { Kernel } from '../kernel/kernel.ts'
import type { ClusterDefinition } from './cluster-definition.ts'
import { type ClusterSnapshot, takeSnapshot } from './cluster-snapshot.ts'
import { finishedJob } from './jobs/finished-job.ts'
import { JobQueue } from './jobs/job-queue.ts'
import { LuxiDaemon } from './luxi/luxi-daemon.ts'
import type { LuxiService } from './luxi-service.ts'
import { exportResource } from './query/export-query.ts'
import { filterResource } from './query/filter-query.ts'
import { groupResource } from './query/group-query.ts'
import { instanceResource } from './query/instance-query.ts'
import { jobResource } from './query/job-query.ts'
import { lockResource } from './query/lock-query.ts'
import { networkResource } from './query/network-query.ts'
import { nodeResource } from './query/node-query.ts'
import { buildState } from './state/build-state.ts'
import type { ClusterState } from './state/cluster-state.ts'
import { cutPower } from './state/hardware.ts'
import type { AnyObject, NodeState } from './state/objects.ts'
import { DEFAULT_TIMING, type Timing } from './timing.ts'

/**
 * A Ganeti cluster in virtual time: whoever carries messages talks to it as to luxid, and whoever tells a story pulls its
 * plugs by the other methods. Those act at once, as if an admin's command had long been through; names that do not exist
 * are mistakes of the caller and throw RangeError.
 */
export interface SimulatedCluster extends LuxiService {
  /** Sets or clears the configuration's flag; the hardware stays as it is. Setting it clears drained, as in Ganeti. */
  setNodeOffline(name: string, offline: boolean): void
  /** Sets or clears the drained flag. Setting it clears offline. */
  setNodeDrained(name: string, drained: boolean): void
  /** Cuts the power: guests are gone, volumes stay, the configuration does not know. */
  powerOff(name: string): void
  /** Gives the power back: the node is empty but for its volumes. */
  powerOn(name: string): void
  /** Replaces all tags of an object; the name counts for all kinds but `cluster`. */
  setTags(kind: 'cluster' | 'nodegroup' | 'node' | 'instance', name: string, tags: readonly string[]): void
  /** Stops a guest behind Ganeti's back, as a crash does. */
  crashInstance(name: string): void
  /** Lets the create scripts of all operating systems fail from now on with this last line in their log, or work again. */
  setOsCreationFailure(lastLine: string | undefined): void
  /** Breaks or repairs a node's storage: what is on it cannot be read, and nothing be created there. */
  setStorageBroken(name: string, broken: boolean): void
  /** Loses a job's file, live or archived. */
  loseJob(id: number): void
  /** Archives what ended longer ago than that, as ganeti-watcher does. */
  archiveJobs(ageSeconds: number): void
  /** Deletes what was archived and has been over for more than 21 days, as ganeti-cleaner does every day. */
  cleanArchive(): void
  /** Kills the process of a job that runs; its daemons notice within about five minutes. */
  killJob(id: number): void
  /** The state of everything, as frozen plain data. */
  snapshot(): ClusterSnapshot
}

/** Makes a cluster. Throws RangeError for a definition that contradicts itself. */
export function createCluster(kernel: Kernel, definition: ClusterDefinition): SimulatedCluster {
  const timing: Timing = { ...DEFAULT_TIMING, ...definition.timing }
  const state = buildState(kernel, definition)
  const queue = new JobQueue(kernel, state, timing)
  for (const [index, job] of (definition.finishedJobs ?? []).entries()) {
    queue.record(finishedJob(index + 1, job, kernel.nowUs))
  }
  const resources = new Map([
    ['node', nodeResource(state)],
    ['instance', instanceResource(state)],
    ['group', groupResource(state)],
    ['job', jobResource(queue)],
    ['lock', lockResource(queue.locks)],
    ['filter', filterResource(queue)],
    ['network', networkResource()],
    ['export', exportResource(state)],
  ])
  const daemon = new LuxiDaemon({ kernel, state, queue, timing, resources })
  return {
    handle: (request, reply) => daemon.handle(request, reply),
    unparsable: text => daemon.unparsable(text),
    setNodeOffline: (name, set) => setNodeFlag(state, name, 'offline', set),
    setNodeDrained: (name, set) => setNodeFlag(state, name, 'drained', set),
    powerOff: name => cutPower(nodeNamed(state, name)),
    powerOn: name => powerOn(kernel, nodeNamed(state, name)),
    setTags: (kind, name, tags) => {
      const object = objectNamed(state, kind, name)
      object.tags.clear()
      for (const tag of tags) object.tags.add(tag)
      state.touch(object)
    },
    crashInstance: name => {
      const instance = named(state.instancesByName, 'instance', name)
      for (const node of state.nodes.values()) node.hardware.guests.delete(instance.uuid)
    },
    setOsCreationFailure: lastLine => {
      state.osCreationFailure = lastLine
    },
    setStorageBroken: (name, broken) => {
      nodeNamed(state, name).hardware.hasBrokenStorage = broken
    },
    loseJob: id => queue.lose(id),
    archiveJobs: ageSeconds => {
      queue.autoArchive(ageSeconds * 1_000_000, 1)
    },
    cleanArchive: () => {
      queue.clean(21)
    },
    killJob: id => {
      queue.kill(id, 'nobody')
    },
    snapshot: () => takeSnapshot(state, queue, kernel.nowUs),
  }
}

/** A node is a master candidate, drained, offline or regular, never two of these: setting one flag clears the others. */
function setNodeFlag(state: ClusterState, name: string, flag: 'offline' | 'drained', set: boolean): void {
  const node = nodeNamed(state, name)
  if (node[flag] === set) return
  if (set && node === state.master) {
    throw new RangeError(`node ${name} is the master: it can be neither offline nor drained`)
  }
  node.offline = flag === 'offline' && set
  node.drained = flag === 'drained' && set
  const others = [...state.nodes.values()].filter(other => other !== node && other.masterCandidate)
  node.masterCandidate = !set && node.masterCapable && others.length < state.cluster.candidatePoolSize
  state.touch(node)
}

function powerOn(kernel: Kernel, node: NodeState): void {
  if (node.hardware.poweredOn) return
  node.hardware.poweredOn = true
  node.hardware.bootId = kernel.random('boot').uuid()
}

function objectNamed(
  state: ClusterState,
  kind: 'cluster' | 'nodegroup' | 'node' | 'instance',
  name: string,
): AnyObject {
  switch (kind) {
    case 'cluster':
      return state.cluster
    case 'nodegroup':
      return named(state.groupsByName, 'group', name)
    case 'node':
      return nodeNamed(state, name)
    case 'instance':
      return named(state.instancesByName, 'instance', name)
  }
}

function nodeNamed(state: ClusterState, name: string): NodeState {
  return named(state.nodesByName, 'node', name)
}

function named<T>(objects: ReadonlyMap<string, T>, kind: string, name: string): T {
  const object = objects.get(name)
  if (object === undefined) throw new RangeError(`the simulated cluster has no ${kind} ${name}`)
  return object
}
