import type { AdminState, InstanceStatus } from '../../src/cluster/instance.ts'
import type { DefinedDiskTemplate } from './cluster-definition.ts'
import { type JobStatus, jobStatus } from './jobs/job.ts'
import type { JobQueue } from './jobs/job-queue.ts'
import { opcodeSummary } from './opcodes/opcode.ts'
import { instanceStatus } from './query/instance-status.ts'
import { sortedTags } from './query/parameters.ts'
import type { ClusterState } from './state/cluster-state.ts'
import { nodesRunning, volumesSeen } from './state/hardware.ts'
import type { InstanceState, VolumeContent } from './state/objects.ts'

/**
 * The cluster at one moment, as plain frozen data: what tests compare and what the demo shows. It says what is the case,
 * including what Ganeti cannot know.
 */
export interface ClusterSnapshot {
  readonly timeUs: number
  readonly clusterTags: readonly string[]
  readonly isDrained: boolean
  readonly groups: readonly GroupSnapshot[]
  readonly nodes: readonly NodeSnapshot[]
  readonly instances: readonly InstanceSnapshot[]
  readonly jobs: readonly JobSnapshot[]
}

interface GroupSnapshot {
  readonly name: string
  readonly uuid: string
  readonly tags: readonly string[]
}

interface NodeSnapshot {
  readonly name: string
  readonly group: string
  readonly offline: boolean
  readonly drained: boolean
  readonly vmCapable: boolean
  readonly poweredOn: boolean
  readonly tags: readonly string[]
}

interface InstanceSnapshot {
  readonly name: string
  readonly diskTemplate: DefinedDiskTemplate
  readonly primary: string
  readonly secondaries: readonly string[]
  readonly adminState: AdminState
  readonly status: InstanceStatus
  /** Where it really runs; two names are a split brain. */
  readonly runningOn: readonly string[]
  readonly tags: readonly string[]
  readonly disks: readonly DiskSnapshot[]
  /** Whether any disk has been replaced by a blank one, wherever its old data may still lie. */
  readonly dataLost: boolean
}

interface DiskSnapshot {
  readonly sizeMiB: number
  /** Of the data that the primary node finds: 1 the original, more after re-creations, 0 if there is no volume. */
  readonly generation: number
  /** What that data is. */
  readonly content: VolumeContent | 'absent'
}

interface JobSnapshot {
  readonly id: number
  readonly status: JobStatus
  readonly summary: readonly string[]
  readonly isArchived: boolean
}

/** Takes a snapshot. */
export function takeSnapshot(state: ClusterState, queue: JobQueue, timeUs: number): ClusterSnapshot {
  const jobs = [...queue.live.values(), ...queue.archived.values()].sort((a, b) => a.id - b.id)
  return deepFreeze({
    timeUs,
    clusterTags: sortedTags(state.cluster.tags),
    isDrained: queue.isDrained,
    groups: [...state.groups.values()].map(({ name, uuid, tags }) => ({
      name,
      uuid,
      tags: sortedTags(tags),
    })),
    nodes: [...state.nodes.values()].map(node => ({
      name: node.name,
      group: state.group(node.groupUuid).name,
      offline: node.offline,
      drained: node.drained,
      vmCapable: node.vmCapable,
      poweredOn: node.hardware.poweredOn,
      tags: sortedTags(node.tags),
    })),
    instances: [...state.instances.values()].map(instance => instanceSnapshot(state, instance)),
    jobs: jobs.map(job => ({
      id: job.id,
      status: jobStatus(job),
      summary: job.opcodes.map(opcode => opcodeSummary(opcode.opcode, opcode.input)),
      isArchived: job.isArchived,
    })),
  })
}

function instanceSnapshot(state: ClusterState, instance: InstanceState): InstanceSnapshot {
  const seen = volumesSeen(state, instance)
  const secondary = state.secondaryOf(instance)
  return {
    name: instance.name,
    diskTemplate: instance.diskTemplate,
    primary: state.primaryOf(instance).name,
    secondaries: secondary === undefined ? [] : [secondary.name],
    adminState: instance.adminState,
    status: instanceStatus(state, instance),
    runningOn: nodesRunning(state, instance).map(node => node.name),
    tags: sortedTags(instance.tags),
    disks: instance.disks.map((disk, index) => ({
      sizeMiB: disk.sizeMiB,
      generation: seen[index]?.generation ?? 0,
      content: seen[index]?.content ?? 'absent',
    })),
    dataLost: seen.some(volume => volume !== undefined && volume.generation > 1),
  }
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const inner of Object.values(value)) deepFreeze(inner)
  }
  return value
}
