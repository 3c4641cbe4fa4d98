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
  const { hardware } = node
  const setCable = (isConnected: boolean) => {
    hardware.isConnected = isConnected
    updateReachability(state)
  }
  return {
    name: node.name,
    get isPoweredOn() {
      return hardware.poweredOn
    },
    get hasBrokenStorage() {
      return hardware.hasBrokenStorage
    },
    get isMaster() {
      return node === state.master
    },
    get watcherPauseUntilS() {
      return state.cluster.watcherPauseUntil
    },
    get isToldOffline() {
      return node.offline && hardware.isConnected
    },
    get maintainsHealth() {
      return state.cluster.maintainNodeHealth
    },
    cutNetwork: () => setCable(false),
    restoreNetwork: () => setCable(true),
    stopNodeDaemon: () => {
      hardware.runsNoded = false
    },
    startNodeDaemon: () => {
      hardware.runsNoded = true
    },
    breakStorage: () => {
      hardware.hasBrokenStorage = true
    },
    replaceStorage: () => {
      hardware.hasBrokenStorage = false
      hardware.volumes.clear()
    },
    removeOrphanVolumes: () => {
      const instances = [...state.primaryInstances(node.uuid), ...state.secondaryInstances(node.uuid)]
      const known = new Set(instances.flatMap(instance => instance.disks.map(disk => disk.uuid)))
      for (const uuid of [...hardware.volumes.keys()]) if (!known.has(uuid)) hardware.volumes.delete(uuid)
    },
    fillStorage: () => {
      hardware.filledDiskMiB += Math.max(0, freeDiskMiB(node))
    },
    fillMemory: () => {
      hardware.filledMemoryMiB += Math.max(0, freeMemoryMiB(state, node))
    },
    makeRoom: () => {
      hardware.filledDiskMiB = 0
      hardware.filledMemoryMiB = 0
    },
    stopGuests: () => hardware.guests.clear(),
    onPowerCut,
  }
}
