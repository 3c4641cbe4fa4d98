import type { Kernel } from '../kernel/kernel.ts'
import type { ClusterDefinition } from './cluster-definition.ts'
import { type ClusterSnapshot, takeSnapshot } from './cluster-snapshot.ts'
import type { ClusterTruth } from './cluster-truth.ts'
import type { GanetiFailure } from './ganeti-failure.ts'
import { isAtWorkOn } from './jobs/at-work.ts'
import { finishedJob } from './jobs/finished-job.ts'
import { isFinal, type JobStatus, jobStatus } from './jobs/job.ts'
import type { JobFilter } from './jobs/job-filter.ts'
import type { LuxiService } from './luxi-service.ts'
import { type Machine, machineOf } from './machine.ts'
import { MasterDaemons } from './master-daemons.ts'
import { failOverMaster, type MasterFailoverOutcome } from './master-failover.ts'
import { buildState } from './state/build-state.ts'
import type { ClusterState } from './state/cluster-state.ts'
import { cutPower, goOnWithout, nodesRunning, removeInstance, updateReachability } from './state/hardware.ts'
import type { AnyObject, NodeState } from './state/objects.ts'
import { DEFAULT_TIMING, type Timing } from './timing.ts'
import { type WrittenJob, written } from './written-job.ts'

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
  /** Opens a connection to luxid: undefined where the master has none that runs. */
  connect(hungUp: () => void): (() => void) | undefined
  /**
   * Cuts the power: guests are gone, volumes stay, the configuration does not know. With the master luxid dies, and every
   * job that has a process.
   */
  powerOff(name: string): void
  /** Gives the power back: the node is empty but for its volumes, its daemons run, and luxid does if it is the master. */
  powerOn(name: string): void
  /** The names of all nodes, in the order of the definition. */
  readonly nodeNames: readonly string[]
  /** All other faults of a node, and what its own processes know. */
  machine(name: string): Machine
  /**
   * Runs `gnt-cluster master-failover` on a node. Where it is not refused, the old luxid is gone and the new one listens
   * a few seconds later, with the configuration and the job files as they were.
   */
  failOverMaster(name: string): MasterFailoverOutcome
  /** Replaces all tags of an object; the name counts for all kinds but `cluster`. */
  setTags(kind: 'cluster' | 'nodegroup' | 'node' | 'instance', name: string, tags: readonly string[]): void
  /**
   * Removes an instance, as `gnt-instance remove` does: its volumes stay on nodes that do not answer. False where a job that
   * has begun names it: the removal would wait for that.
   */
  removeInstance(name: string): boolean
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
  /** Lets the process of a job hang, or go on; false where it has none. A hanging one can be killed, and not be cancelled. */
  setJobStalled(id: number, stalled: boolean): boolean
  /** Lets the next opcode of this kind that is carried out fail, having done nothing; undefined takes that back. */
  failNext(opId: string, failure: GanetiFailure | undefined): void
  /** The jobs that are not archived, by their ids. */
  jobs(): readonly WrittenJob[]
  /** Calls `listener`, of which there is one, after each start and stop of a guest: does the instance run on some node now? */
  watchGuests(listener: (instance: string, runs: boolean) => void): void
  /** Calls `listener`, of which there is one, each time that a job's file was written, the first time included. */
  watchJobs(listener: (job: WrittenJob) => void): void
  /** Whether every job has ended. */
  isQueueIdle(): boolean
  /** The master's disk has no room for the files of so many of the next jobs that are submitted. */
  refuseNextJobs(count: number): void
  /** Whether luxid is there, and takes connections. */
  isListening(): boolean
  /** Whether an admin has drained the queue: luxid takes no jobs. */
  isQueueDrained(): boolean
  /** The status of a job, archived or not; undefined where its file is gone. */
  statusOfJob(id: number): JobStatus | undefined
  /** The job filters that stand, whoever made them. */
  jobFilters(): readonly JobFilter[]
  /** What is the case, at any moment. */
  readonly truth: ClusterTruth
  /** The state of everything, as frozen plain data. */
  snapshot(): ClusterSnapshot
}

/** From the moment that the new master is on record until its luxid listens: the daemons start and vote. An estimate. */
const MASTER_START_US = 5_000_000

/** Makes a cluster. Throws RangeError for a definition that contradicts itself. */
export function createCluster(kernel: Kernel, definition: ClusterDefinition): SimulatedCluster {
  const timing: Timing = { ...DEFAULT_TIMING, ...definition.timing }
  const state = buildState(kernel, definition)
  let daemons = new MasterDaemons(kernel, state, timing)
  for (const [index, job] of (definition.finishedJobs ?? []).entries()) {
    daemons.queue.record(finishedJob(job.id ?? index + 1, job, kernel.nowUs))
  }
  let jobListener: (job: WrittenJob) => void = () => {}
  const watchQueue = ({ queue }: MasterDaemons) => {
    queue.changes.onChange = id => {
      const job = queue.live.get(id)
      if (job !== undefined) jobListener(written(job))
    }
  }
  watchQueue(daemons)
  const startDaemons = () => {
    if (!daemons.isAlive && state.master.hardware.poweredOn) {
      daemons = new MasterDaemons(kernel, state, timing, daemons)
      watchQueue(daemons)
    }
  }
  const powerCuts = new PowerCuts()
  return {
    handle: (request, reply) => daemons.handle(request, reply),
    unparsable: text => daemons.unparsable(text),
    connect: hungUp => daemons.connect(hungUp),
    nodeNames: [...state.nodesByName.keys()],
    setNodeOffline: (name, set) => setNodeFlag(state, name, 'offline', set),
    setNodeDrained: (name, set) => setNodeFlag(state, name, 'drained', set),
    powerOff: name => {
      const node = nodeNamed(state, name)
      if (!node.hardware.poweredOn) return
      cutPower(node)
      for (const instance of state.secondaryInstances(node.uuid)) goOnWithout(state, instance, node)
      // The processes of the node first: none of them lives to see that luxid hangs up.
      powerCuts.happen(name)
      if (node === state.master) daemons.die()
    },
    powerOn: name => {
      const node = nodeNamed(state, name)
      powerOn(kernel, node)
      if (node === state.master) startDaemons()
    },
    machine: name => {
      const node = nodeNamed(state, name)
      return machineOf(state, node, listener => powerCuts.listen(name, listener))
    },
    failOverMaster: name => {
      const outcome = failOverMaster(state, nodeNamed(state, name))
      if (outcome.exitCode !== 0) return outcome
      // Where the old master still runs and does not hear of it, its luxid would go on for local clients with a
      // configuration that it cannot write any more; nobody here is such a client, so it ends at once.
      daemons.die()
      updateReachability(state)
      daemons.queue.isDrained = false
      kernel.after(MASTER_START_US, startDaemons)
      return outcome
    },
    setTags: (kind, name, tags) => {
      const object = objectNamed(state, kind, name)
      object.tags.clear()
      for (const tag of tags) object.tags.add(tag)
      state.touch(object)
    },
    removeInstance: name => {
      const isBusy = [...daemons.queue.live.values()].some(job => isAtWorkOn(job, name))
      if (!isBusy) removeInstance(state, named(state.instancesByName, 'instance', name))
      return !isBusy
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
    loseJob: id => daemons.queue.lose(id),
    archiveJobs: ageSeconds => {
      daemons.queue.autoArchive(ageSeconds * 1_000_000, 1)
    },
    cleanArchive: () => {
      daemons.queue.clean(21)
    },
    killJob: id => {
      daemons.queue.kill(id, 'nobody')
    },
    setJobStalled: (id, stalled) => {
      const process = daemons.queue.processOf(id)
      if (process === undefined || process.isDead) return false
      if (stalled) process.stall()
      else process.goOn()
      return true
    },
    failNext: (opId, failure) => {
      if (failure === undefined) state.plannedFailures.delete(opId)
      else state.plannedFailures.set(opId, failure)
    },
    jobs: () => [...daemons.queue.live.values()].map(written),
    watchJobs: listener => {
      jobListener = listener
    },
    watchGuests: listener => {
      const changed = (uuid: string) => {
        const instance = state.instances.get(uuid)
        if (instance !== undefined) listener(instance.name, nodesRunning(state, instance).length > 0)
      }
      for (const node of state.nodes.values()) node.hardware.guests.changed = changed
    },
    isQueueIdle: () => [...daemons.queue.live.values()].every(job => isFinal(jobStatus(job))),
    refuseNextJobs: count => {
      daemons.queue.unwritable = count
    },
    isListening: () => daemons.isAlive,
    isQueueDrained: () => daemons.queue.isDrained,
    statusOfJob: id => {
      const job = daemons.queue.find(id)
      return job === undefined ? undefined : jobStatus(job)
    },
    jobFilters: () => [...daemons.queue.filters.values()],
    truth: state,
    snapshot: () => takeSnapshot(state, daemons.queue, kernel.nowUs),
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
  node.hardware.runsNoded = true
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

/** Who is to be told when a node loses its power. */
class PowerCuts {
  readonly #listeners = new Map<string, Set<() => void>>()

  listen(name: string, listener: () => void): () => void {
    const listeners = this.#listeners.get(name) ?? new Set()
    this.#listeners.set(name, listeners.add(listener))
    return () => {
      listeners.delete(listener)
    }
  }

  happen(name: string): void {
    for (const listener of [...(this.#listeners.get(name) ?? [])]) listener()
  }
}
