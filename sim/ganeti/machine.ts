import type { ClusterState } from './state/cluster-state.ts'
import { freeDiskMiB, freeMemoryMiB, updateReachability } from './state/hardware.ts'
import type { NodeState } from './state/objects.ts'

/**
 * A node as whoever stands in front of it sees it: its faults, and what its own processes know without asking luxid. Each
 * method acts at once and does nothing where that is the case already. Power is switched by SimulatedCluster.
 */
export interface Machine {
  readonly name: string
  readonly isPoweredOn: boolean
  readonly hasBrokenStorage: boolean
  /** Whether the node's own files (ssconf) call it the master. */
  readonly isMaster: boolean
  /** Until when the watcher is paused on this cluster, in seconds since the epoch. */
  readonly watcherPauseUntilS: number | null
  /** Whether the configuration daemons of the others tell this node that it is offline; false if it hears none. */
  readonly isToldOffline: boolean
  /** Whether the cluster wants nodes that are offline to stop their guests. */
  readonly maintainsHealth: boolean
  /** Pulls the cable: guests run on, noded does not get the master's calls. */
  cutNetwork(): void
  restoreNetwork(): void
  /** Stops noded: guests run on, and the master's calls are refused at once. */
  stopNodeDaemon(): void
  startNodeDaemon(): void
  /** The disks give errors: no volume can be read, none be made. */
  breakStorage(): void
  /** Puts new, empty disks in. */
  replaceStorage(): void
  /** Removes what is left of instances that are not on this node any more, as an admin does after gnt-cluster verify. */
  removeOrphanVolumes(): void
  /** Something that is no volume of Ganeti's takes all the free space. */
  fillStorage(): void
  /** Some process that is no guest takes all the free memory. */
  fillMemory(): void
  /** Takes away what the two above put there. */
  makeRoom(): void
  /** Destroys all guests, as a hypervisor's own command does; Ganeti is not told. */
  stopGuests(): void
  /** Calls `listener` when the power goes; the returned function ends that. */
  onPowerCut(listener: () => void): () => void
}

/** The machine under a node of the configuration. */
export function machineOf(state: ClusterState, node: NodeState, onPowerCut: Machine['onPowerCut']): Machine {
  return new MachineOfNode(state, node, onPowerCut)
}

/** A class, since an object literal with getters gets a hidden class of its own each time that it is evaluated. */
class MachineOfNode implements Machine {
  readonly #state: ClusterState
  readonly #node: NodeState
  readonly onPowerCut: Machine['onPowerCut']

  constructor(state: ClusterState, node: NodeState, onPowerCut: Machine['onPowerCut']) {
    this.#state = state
    this.#node = node
    this.onPowerCut = onPowerCut
  }

  get name(): string {
    return this.#node.name
  }

  get isPoweredOn(): boolean {
    return this.#node.hardware.poweredOn
  }

  get hasBrokenStorage(): boolean {
    return this.#node.hardware.hasBrokenStorage
  }

  get isMaster(): boolean {
    return this.#node === this.#state.master
  }

  get watcherPauseUntilS(): number | null {
    return this.#state.cluster.watcherPauseUntil
  }

  get isToldOffline(): boolean {
    return this.#node.offline && this.#node.hardware.isConnected
  }

  get maintainsHealth(): boolean {
    return this.#state.cluster.maintainNodeHealth
  }

  cutNetwork(): void {
    this.#setCable(false)
  }

  restoreNetwork(): void {
    this.#setCable(true)
  }

  stopNodeDaemon(): void {
    this.#node.hardware.runsNoded = false
  }

  startNodeDaemon(): void {
    this.#node.hardware.runsNoded = true
  }

  breakStorage(): void {
    this.#node.hardware.hasBrokenStorage = true
  }

  replaceStorage(): void {
    this.#node.hardware.hasBrokenStorage = false
    this.#node.hardware.volumes.clear()
  }

  removeOrphanVolumes(): void {
    const { uuid, hardware } = this.#node
    const instances = [...this.#state.primaryInstances(uuid), ...this.#state.secondaryInstances(uuid)]
    const known = new Set(instances.flatMap(instance => instance.disks.map(disk => disk.uuid)))
    for (const disk of [...hardware.volumes.keys()]) if (!known.has(disk)) hardware.volumes.delete(disk)
  }

  fillStorage(): void {
    this.#node.hardware.filledDiskMiB += Math.max(0, freeDiskMiB(this.#node))
  }

  fillMemory(): void {
    this.#node.hardware.filledMemoryMiB += Math.max(0, freeMemoryMiB(this.#state, this.#node))
  }

  makeRoom(): void {
    this.#node.hardware.filledDiskMiB = 0
    this.#node.hardware.filledMemoryMiB = 0
  }

  stopGuests(): void {
    this.#node.hardware.guests.clear()
  }

  #setCable(isConnected: boolean): void {
    this.#node.hardware.isConnected = isConnected
    updateReachability(this.#state)
  }
}
